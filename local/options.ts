import { parseArgs } from 'node:util';
import { parseInstant } from './instant.ts';

export const demoSizes = ['small', 'medium', 'large', 'none'] as const;
export type DemoSize = (typeof demoSizes)[number];

export interface Options {
  /** 0: a free one. */
  readonly port: number;
  /** Of the S3 server; 0: a free one. Absent: the one after `port`, or a free one where `port` is 0. */
  readonly s3Port?: number;
  readonly dataDir: string;
  /** What an empty database is filled with; absent when nothing was said. */
  readonly demo?: DemoSize;
  readonly reset: boolean;
  /** HTTPS and WSS, with a certificate of the stack's own. */
  readonly tls?: boolean;
  /** Folder with files in the original format. */
  readonly importFrom?: string;
  /** `s3://<bucket>`, or a folder with a copy of one: the archive that an empty database is restored from. */
  readonly restoreFrom?: string;
  /** Restores so many days before today and after it, instead of everything. */
  readonly days?: number;
  /** Folder with the templates of a deployment: they are run, and not the sources. */
  readonly from?: string;
  /** Where the clock of the stack starts. Absent: the machine's time. */
  readonly now?: Date;
}

export type Command =
  | { readonly kind: 'start'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly sentence: string };

export const help = `npm start -- [options]     runs the API on this machine, with a real PostgreSQL

  --port <number>          where it listens, on 127.0.0.1 only (4000; 0 for any free port)
  --s3-port <number>       where its S3 server listens (the port after --port; any free port when that is 0)
  --data-dir <folder>      where its data are kept between runs (.local)
  --demo <size>            what fills an empty database: small (20,000 appointments; the default), medium (200,000),
                           large (1,000,000), or none
  --tls                    answers https and wss, with a certificate that is made at the first start
  --reset                  removes the data of the folder first, without asking
  --import <folder>        loads what is new in files in the original format (then no demo data)
  --restore <place>        restores an archive into an empty database: s3://bucket, or a folder with a copy of one;
                           without it, the archive of the stack's own bucket, if there is one
  --days <number>          restores so many days before today and after it only, and everything without a day
  --from <folder>          runs what the templates in it would deploy (npm run synth writes cdk.out), and not what lies in
                           the sources; its data are kept in .local-deployed
  --now <instant>          starts the clock of the stack there: 2025-03-01T08:30:00+07:00
  --help                   this text

GraphiQL is at /, the API at POST /graphql, tokens at /local/token?persona=admin|scheduler|analyst|none.`;

const known = {
  port: { type: 'string' },
  's3-port': { type: 'string' },
  'data-dir': { type: 'string' },
  demo: { type: 'string' },
  reset: { type: 'boolean' },
  tls: { type: 'boolean' },
  import: { type: 'string' },
  restore: { type: 'string' },
  days: { type: 'string' },
  from: { type: 'string' },
  now: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Reads the arguments of the command line, without the program's name. */
export function readOptions(args: readonly string[]): Command {
  const given = tokens(args);
  if ('sentence' in given) return given;
  const { values } = given;
  if (values.has('help')) return { kind: 'help' };

  const port = values.get('port') ?? '4000';
  if (!isPort(port)) return refused(`--port is ${port}; use a number from 0 to 65535.`);
  const s3Port = values.get('s3-port');
  if (s3Port !== undefined && !isPort(s3Port)) {
    return refused(`--s3-port is ${s3Port}; use a number from 0 to 65535.`);
  }
  const demo = values.get('demo');
  if (demo !== undefined && !isDemoSize(demo)) {
    return refused(`--demo is ${demo}; use ${demoSizes.join(', ')}.`);
  }
  const importFrom = values.get('import');
  if (importFrom !== undefined && demo !== undefined && demo !== 'none') {
    return refused(`--import and --demo ${demo} would fill the same database; use one of them.`);
  }
  const restoreFrom = values.get('restore');
  const filledOtherwise =
    importFrom !== undefined ? '--import' : demo && demo !== 'none' && `--demo ${demo}`;
  if (restoreFrom !== undefined && filledOtherwise) {
    return refused(
      `--restore and ${filledOtherwise} would fill the same database; use one of them.`,
    );
  }
  const days = values.get('days');
  if (days !== undefined && !/^\d{1,4}$/.test(days)) {
    return refused(`--days is ${days}; use a number from 0 to 9999.`);
  }
  const from = values.get('from');
  const text = values.get('now');
  const now = text === undefined ? undefined : parseInstant(text);
  if (text !== undefined && now === undefined) {
    return refused(
      `--now is ${text}; use an instant with its offset, such as 2025-03-01T08:30:00+07:00.`,
    );
  }
  return {
    kind: 'start',
    options: {
      port: Number(port),
      ...(s3Port !== undefined && { s3Port: Number(s3Port) }),
      dataDir: values.get('data-dir') ?? (from === undefined ? '.local' : '.local-deployed'),
      reset: values.has('reset'),
      ...(values.has('tls') && { tls: true }),
      ...(from !== undefined && { from }),
      ...(demo && { demo }),
      ...(importFrom !== undefined && { importFrom }),
      ...(restoreFrom !== undefined && { restoreFrom }),
      ...(days !== undefined && { days: Number(days) }),
      ...(now && { now }),
    },
  };
}

/** The options by name, each with its value; `''` for those that have none. The last of several counts. */
function tokens(
  args: readonly string[],
): (Command & { kind: 'refused' }) | { values: Map<string, string> } {
  const values = new Map<string, string>();
  const parsed = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  for (const token of parsed.tokens) {
    if (token.kind === 'positional') return refused(`${token.value} is no option; see --help.`);
    if (token.kind === 'option-terminator') continue;
    const { name, rawName, value } = token;
    if (!isKnown(name)) return refused(`There is no option ${rawName}; see --help.`);
    const wantsValue = known[name].type === 'string';
    if (wantsValue && !value) return refused(`${rawName} needs a value; see --help.`);
    if (!wantsValue && value !== undefined)
      return refused(`${rawName} takes no value; see --help.`);
    values.set(name, value ?? '');
  }
  return { values };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function isKnown(name: string): name is keyof typeof known {
  return Object.hasOwn(known, name);
}

function isDemoSize(text: string): text is DemoSize {
  return (demoSizes as readonly string[]).includes(text);
}

function refused(sentence: string): Command & { kind: 'refused' } {
  return { kind: 'refused', sentence };
}
