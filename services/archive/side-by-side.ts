/** So much may be on its way at once: many small objects hide how slow each is, few large ones fill the memory. */
const AT_ONCE = { objects: 16, bytes: 12 << 20 };

/** Work on objects, some at a time. */
export interface SideBySide {
  /** Begins `work`. A promise: wait for it before the next. Fails when something that was begun has failed. */
  begin(bytes: number, work: () => Promise<void>): Promise<void> | undefined;
  /** Resolves when all that was begun is done, and fails with the first failure. */
  finish(): Promise<void>;
}

export function sideBySide(): SideBySide {
  const underWay = new Set<Promise<void>>();
  let bytesUnderWay = 0;
  let failed: { readonly cause: unknown } | undefined;
  const isFull = (): boolean =>
    underWay.size >= AT_ONCE.objects || (underWay.size > 0 && bytesUnderWay >= AT_ONCE.bytes);
  const check = (): void => {
    if (failed) throw failed.cause;
  };

  /** Everybody waits for the same: rows of one message may begin hundreds of small objects before any of them waits. */
  let room: PromiseWithResolvers<void> | undefined;
  const makeRoom = (): void => {
    if (isFull() && !failed) return;
    room?.resolve();
    room = undefined;
  };

  return {
    begin(bytes, work) {
      check();
      bytesUnderWay += bytes;
      const job = work()
        .catch((cause: unknown) => void (failed ??= { cause }))
        .finally(() => {
          bytesUnderWay -= bytes;
          underWay.delete(job);
          makeRoom();
        });
      underWay.add(job);
      if (!isFull()) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise.then(check);
    },
    async finish() {
      await Promise.all(underWay);
      check();
    },
  };
}
