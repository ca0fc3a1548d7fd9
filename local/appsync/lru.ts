/** The most recently used values, as many as weigh no more than the capacity together. */
export interface Recent<Value> {
  readonly get: (key: string) => Value | undefined;
  /** By default each weighs 1. One that weighs more than the capacity is not kept. */
  readonly set: (key: string, value: Value, weight?: number) => void;
}

export function createRecent<Value>(capacity: number): Recent<Value> {
  const kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  let total = 0;
  const remove = (key: string): void => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, weight = 1) {
      remove(key);
      if (weight > capacity) return;
      kept.set(key, { value, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (total <= capacity) return;
        remove(oldest);
      }
    },
  };
}
