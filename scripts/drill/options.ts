import { parseArgs } from 'node:util';
import { addressOf } from '../safe-address.ts';

/** What a drill is asked for. */
export interface DrillOptions {
  readonly endpoint: string;
  /** An administrator's. */
  readonly token: string;
  /** In how many seconds everything shall be back. */
  readonly rtoSeconds: number;
  /** How old the archive may be, in seconds. */
  readonly rpoSeconds: number;
  /** After how many seconds nobody waits any longer. The drill itself goes on. */
  readonly patienceSeconds: number;
}

export type DrillCommand =
  | { readonly kind: 'run'; readonly options: DrillOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly sentence: string };

export const help = `npm run drill -- --endpoint <https://…/graphql> [options]     restores the archive beside the database, and measures

  --endpoint <url>     where queries are sent
  --token <token>      an administrator's, ID or access token    or MEETASSIST_TOKEN
  --rto <seconds>      in how long everything shall be back (600)
  --rpo <seconds>      how old the archive may be (900)
  --patience <seconds> how long to wait for the end (1200)
  --help               this text

Nothing is changed: what is restored is compared and taken away again (docs/deploy/disaster-drill.md). A variable is
better for the token than an argument: npm prints arguments, and every process of the machine can read them. Exit code:
0 all is there and the targets are kept, 1 not, 2 it could not be asked or did not come to an end.`;

const known = {
  endpoint: { type: 'string' },
  token: { type: 'string' },
  rto: { type: 'string', default: '600' },
  rpo: { type: 'string', default: '900' },
  patience: { type: 'string', default: '1200' },
  help: { type: 'boolean' },
} as const;

/** Reads the arguments; the token comes from the environment where no argument names it. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DrillCommand {
  const refused = (sentence: string): DrillCommand => ({ kind: 'refused', sentence });
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: known, allowPositionals: false }));
  } catch {
    // The parser's own words name the value, which may be a token.
    return refused('There is an argument that is not known, or one without its value. See --help.');
  }
  if (values.help) return { kind: 'help' };
  const { endpoint } = values;
  if (endpoint === undefined) {
    return refused(
      '--endpoint is missing: https://<id>.appsync-api.<region>.amazonaws.com/graphql',
    );
  }
  if (addressOf(endpoint, 'https:', 'http:') === null) {
    return refused(`--endpoint is ${endpoint}; use https://…/graphql (http on this machine only).`);
  }
  const token = (values.token ?? env['MEETASSIST_TOKEN'] ?? '').replace(/^Bearer /, '').trim();
  if (token === '') {
    return refused("An administrator's token is missing: set MEETASSIST_TOKEN, or give --token.");
  }
  for (const name of ['rto', 'rpo', 'patience'] as const) {
    if (/^\d{1,6}$/.test(values[name])) continue;
    return refused(`--${name} is ${values[name]}; use a whole number of seconds.`);
  }
  return {
    kind: 'run',
    options: {
      endpoint,
      token,
      rtoSeconds: Number(values.rto),
      rpoSeconds: Number(values.rpo),
      patienceSeconds: Number(values.patience),
    },
  };
}
