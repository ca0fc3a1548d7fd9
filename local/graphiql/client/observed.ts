import { browser } from './browser.ts';

/** A value that components show and other code sets. */
export interface Observed<T> {
  get(): T;
  set(value: T): void;
  /** Calls back after each change until the returned function is called. */
  subscribe(changed: () => void): () => void;
}

export function observed<T>(initial: T): Observed<T> {
  let value = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const changed of watchers) changed();
    },
    subscribe(changed) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}

/** The value inside a component, which is drawn again after each change. */
export function useObserved<T>(source: Observed<T>): T {
  return browser().React.useSyncExternalStore(source.subscribe, source.get);
}
