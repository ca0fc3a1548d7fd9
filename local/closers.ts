/** What a start has opened and an end must close, the last first. */
export interface Closers {
  /** Notes how to close what was just opened. After {@link closeAll} it is closed at once. */
  add(close: () => Promise<void> | void): void;
  /** Closes everything, one after the other. One that fails does not keep the others open. May be called again. */
  closeAll(): Promise<void>;
}

export function createClosers(): Closers {
  const open: (() => Promise<void> | void)[] = [];
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    const failures: unknown[] = [];
    for (let next = open.pop(); next; next = open.pop()) {
      try {
        await next();
      } catch (cause) {
        failures.push(cause);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  return {
    add(closeIt) {
      open.push(closeIt);
      if (closing) closing = closing.then(close);
    },
    closeAll: () => (closing ??= close()),
  };
}
