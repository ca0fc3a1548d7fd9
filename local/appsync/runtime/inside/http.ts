import { stringify } from './builtins.ts';
import { type Effects } from '../kernel.ts';
import { supporting } from './supported.ts';

/** What `util.http` needs of the run that is under way. */
export interface AnsweringRun {
  readonly effects: () => Effects;
  readonly append: (message: string, type: string | null, data: unknown, info: unknown) => void;
}

/** Source: AppSync developer guide, "HTTP helpers in util.http". */
const RESTRICTED: readonly string[] = [
  ...['host', 'connection', 'content-length', 'content-type', 'transfer-encoding', 'vary', 'date'],
  ...['authorization', 'cookie', 'set-cookie', 'te', 'trailer', 'upgrade', 'keep-alive', 'expect'],
];
const PREFIXES: readonly string[] = ['x-amzn-', 'x-amz-', 'access-control-'];

/** `util.http`. A header that may not be set is an error beside the data, and is left out. */
export function createHttp(run: AnsweringRun): object {
  const add = (name: unknown, value: unknown): void => {
    const header = String(name);
    const text = typeof value === 'string' ? value : (stringify(value) ?? 'null');
    if (isRestricted(header)) {
      run.append(
        `The response header ${header} may not be set.`,
        'ResponseHeaderError',
        null,
        null,
      );
    } else if (!isToken(header) || !isPrintable(text)) {
      run.append(
        'A response header has characters that no header may have.',
        'ResponseHeaderError',
        null,
        null,
      );
    } else {
      run.effects().headers.push([header, text]);
    }
  };
  return supporting('util.http', {
    copyHeaders: (headers: object) => {
      const copy: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(headers ?? {})) {
        if (!isRestricted(name)) copy[name] = value;
      }
      return copy;
    },
    addResponseHeader: add,
    addResponseHeaders: (headers: object) => {
      for (const [name, value] of Object.entries(headers ?? {})) add(name, value);
    },
  });
}

function isRestricted(name: string): boolean {
  const lower = name.toLowerCase();
  return RESTRICTED.includes(lower) || PREFIXES.some(prefix => lower.startsWith(prefix));
}

const TOKEN = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";

function isToken(name: string): boolean {
  return (
    name !== '' &&
    name
      .toLowerCase()
      .split('')
      .every(character => TOKEN.indexOf(character) !== -1)
  );
}

/** No line ends: a header may not become two. */
function isPrintable(value: string): boolean {
  return value.split('').every(character => character >= ' ' && character <= '~');
}
