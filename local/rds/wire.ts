import { type Duplex } from 'node:stream';

/** What a client may send first, by the number behind the length. Source: "Message Formats" of the PostgreSQL manual. */
export const requests = {
  protocol3: 196_608,
  cancel: 80_877_102,
  ssl: 80_877_103,
  gss: 80_877_104,
} as const;

/** The first message of a connection. */
export interface Opening {
  readonly code: number;
  /** As it came, with its length. */
  readonly bytes: Buffer;
}

/** No client of ours says more before it is let in. */
const LARGEST = 10_000;

/** The next message that has no type, only a length and a number; undefined when there is none, or no sound one. */
export async function readOpening(stream: Duplex): Promise<Opening | undefined> {
  const head = await take(stream, 8);
  if (!head) return undefined;
  const length = head.readInt32BE(0);
  if (length < 8 || length > LARGEST) return undefined;
  const rest = length > 8 ? await take(stream, length - 8) : Buffer.alloc(0);
  return rest && { code: head.readInt32BE(4), bytes: Buffer.concat([head, rest]) };
}

/** The parameters of a startup message: `user`, `database`, … */
export function startupParameters({ bytes }: Opening): ReadonlyMap<string, string> {
  const texts = bytes.subarray(8).toString().split('\0');
  const found = new Map<string, string>();
  for (let i = 0; i + 1 < texts.length && texts[i] !== ''; i += 2) {
    found.set(texts[i] ?? '', texts[i + 1] ?? '');
  }
  return found;
}

/** Asks for a password as it is, and gives it; undefined when something else came. */
export async function askPassword(stream: Duplex): Promise<string | undefined> {
  const question = Buffer.alloc(9);
  question.write('R');
  question.writeInt32BE(8, 1);
  question.writeInt32BE(3, 5);
  stream.write(question);
  const head = await take(stream, 5);
  if (!head || head.toString('latin1', 0, 1) !== 'p') return undefined;
  const length = head.readInt32BE(1) - 4;
  if (length < 1 || length > LARGEST) return undefined;
  return (await take(stream, length))?.toString('utf8', 0, length - 1);
}

/** Ends a connection with PostgreSQL's own kind of error. */
export function refuse(stream: Duplex, code: string, message: string): void {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  stream.end(Buffer.concat([head, fields]));
}

/** Exactly so many bytes; undefined when the stream ends before. */
function take(stream: Duplex, bytes: number): Promise<Buffer | undefined> {
  return new Promise(resolve => {
    const done = (piece: Buffer | undefined): void => {
      stream.off('readable', look).off('end', over).off('close', over).off('error', over);
      resolve(piece);
    };
    const look = (): void => {
      const piece: Buffer | null = stream.read(bytes);
      if (piece) done(piece.length === bytes ? piece : undefined);
    };
    const over = (): void => done(undefined);
    stream.on('readable', look).once('end', over).once('close', over).once('error', over);
    look();
  });
}
