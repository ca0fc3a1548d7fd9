import { AsyncLocalStorage } from 'node:async_hooks';

/** Who may speak on a connection: statements side by side, a transaction alone. */
export interface Turns {
  /** Beside others of its kind, after the transactions that asked before it. */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** After everybody who asked before it, and before everybody who asks later. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Whoever asks for a turn in the midst of a transaction would wait for itself; that is an error at once. */
export function createTurns(): Turns {
  const inside = new AsyncLocalStorage<true>();
  let transaction: Promise<unknown> = Promise.resolve();
  const statements = new Set<Promise<unknown>>();
  return {
    together(work) {
      refuseInside(inside);
      const mine = transaction.then(work);
      const ended: Promise<unknown> = mine
        .then(ignore, ignore)
        .then(() => statements.delete(ended));
      statements.add(ended);
      return mine;
    },
    alone(work) {
      refuseInside(inside);
      const mine = Promise.all([transaction, ...statements]).then(() => inside.run(true, work));
      transaction = mine.then(ignore, ignore);
      return mine;
    },
  };
}

function refuseInside(inside: AsyncLocalStorage<true>): void {
  if (inside.getStore()) throw new Error('in a transaction, its own statements are to be used');
}

function ignore(): void {}
