import { createHash, type Hash } from 'node:crypto';
import { md5 } from './canonical-json.ts';

const FIRST = 512 << 10;

/**
 * The bytes of one partition after the other, in one buffer that is used again and again. Of what is larger than
 * `largest` only length and MD5 are kept.
 */
export class Gathered {
  readonly #largest: number;
  #buffer = Buffer.allocUnsafe(FIRST);
  #used = 0;
  /** What went through the buffer before; undefined: nothing. */
  #before: { readonly md5: Hash; bytes: number } | undefined;

  constructor(largest: number) {
    this.#largest = largest;
  }

  /** Copies the bytes from `start` on. */
  add(bytes: Buffer, start: number): void {
    let from = start;
    while (from < bytes.length) {
      if (this.#used === this.#buffer.length) this.#makeRoom();
      const copied = bytes.copy(this.#buffer, this.#used, from);
      this.#used += copied;
      from += copied;
    }
  }

  /** What was added since the last time; `body` is undefined when it is too large to be held. */
  take(): { readonly bytes: number; readonly md5: string; readonly body: Buffer | undefined } {
    const last = this.#buffer.subarray(0, this.#used);
    const before = this.#before;
    this.#used = 0;
    this.#before = undefined;
    if (before) {
      const bytes = before.bytes + last.length;
      return { bytes, md5: before.md5.update(last).digest('hex'), body: undefined };
    }
    const body = last.length > this.#largest ? undefined : Buffer.from(last);
    return { bytes: last.length, md5: md5(last), body };
  }

  #makeRoom(): void {
    if (!this.#before && this.#used <= this.#largest) {
      const larger = Buffer.allocUnsafe(this.#used * 2);
      this.#buffer.copy(larger);
      this.#buffer = larger;
      return;
    }
    this.#before ??= { md5: createHash('md5'), bytes: 0 };
    this.#before.md5.update(this.#buffer);
    this.#before.bytes += this.#used;
    this.#used = 0;
  }
}
