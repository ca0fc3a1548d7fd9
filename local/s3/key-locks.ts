/** Lets what is done to one key be done one after the other. */
export interface KeyLocks {
  hold<T>(key: string, act: () => Promise<T>): Promise<T>;
}

export function createKeyLocks(): KeyLocks {
  const last = new Map<string, Promise<unknown>>();
  return {
    async hold(key, act) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(act, act);
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
  };
}
