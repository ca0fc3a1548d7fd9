/** Source: AppSync developer guide, "HTTP helpers in util.http". */
const MOST_BYTES = 4_096;

/** The headers that resolvers of one request add to its answer; the latest of a name counts. */
export class ResponseHeaders {
  readonly #headers = new Map<string, readonly [name: string, value: string]>();

  /** Gives whether there was room: names and values of all together hold 4 KB. */
  add(name: string, value: string): boolean {
    const key = name.toLowerCase();
    const before = this.#headers.get(key);
    this.#headers.set(key, [name, value]);
    if (this.#bytes() <= MOST_BYTES) return true;
    if (before) this.#headers.set(key, before);
    else this.#headers.delete(key);
    return false;
  }

  get entries(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#headers.values());
  }

  #bytes(): number {
    let bytes = 0;
    for (const [name, value] of this.#headers.values()) bytes += name.length + value.length;
    return bytes;
  }
}
