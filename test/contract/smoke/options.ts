import { parseArgs } from 'node:util';
import { addressOf } from '../../../scripts/safe-address.ts';
import { type Caller, type ContractTarget, realtimeOf } from '../support/target.ts';

/** What a run is asked for. */
export interface SmokeOptions {
  readonly target: ContractTarget;
  /** The only parts of the contract to ask, by the names of their files; all of them when empty. */
  readonly only: readonly string[];
}

export type SmokeCommand =
  | { readonly kind: 'run'; readonly options: SmokeOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly sentence: string };

export const help = `npm run smoke -- --endpoint <https://…/graphql> [options]     asks a deployed API whether it keeps the contract

  --endpoint <url>           where queries are sent
  --realtime <url>           where subscriptions are (wss://…; found from the endpoint when left out)
  --token <token>            an administrator's, ID or access token   or MEETASSIST_TOKEN
  --scheduler-token <token>  of a user in scheduler                   or MEETASSIST_SCHEDULER_TOKEN
  --analyst-token <token>    of a user in analyst                     or MEETASSIST_ANALYST_TOKEN
  --groupless-token <token>  of a user in no group                    or MEETASSIST_GROUPLESS_TOKEN
  --expired-token <token>    one whose time is over                   or MEETASSIST_EXPIRED_TOKEN
  --write                    also makes a customer "Smoke test" and a meeting, cancels and anonymises
  --only <part,part>         only these parts: documents, every-field, input, masking, page-tokens, pages, permissions,
                             requests, saved-operations, schema, story, subscriptions
  --rate <number>            requests in five minutes at most (1200): a firewall counts them
  --help                     this text

Nothing is changed without --write. Variables are better for tokens than arguments: npm prints arguments, and every
process of the machine can read them. Exit code: 0 the contract is kept, 1 it is not, 2 it could not be asked.`;

const known = {
  endpoint: { type: 'string' },
  realtime: { type: 'string' },
  token: { type: 'string' },
  'scheduler-token': { type: 'string' },
  'analyst-token': { type: 'string' },
  'groupless-token': { type: 'string' },
  'expired-token': { type: 'string' },
  write: { type: 'boolean' },
  only: { type: 'string' },
  rate: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const FIVE_MINUTES_MS = 300_000;
const USUAL_RATE = 1_200;

/** Reads the arguments; tokens come from the environment where no argument names them. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  parts: readonly string[],
): SmokeCommand {
  const refused = (sentence: string): SmokeCommand => ({ kind: 'refused', sentence });
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: known, allowPositionals: false }));
  } catch {
    // The parser's own words name the value, which may be a token.
    return refused('There is an argument that is not known, or one without its value. See --help.');
  }
  if (values.help) return { kind: 'help' };

  if (values.endpoint === undefined) {
    return refused(
      '--endpoint is missing: https://<id>.appsync-api.<region>.amazonaws.com/graphql',
    );
  }
  const endpoint = addressOf(values.endpoint, 'https:', 'http:');
  if (endpoint === null) {
    return refused(
      `--endpoint is ${values.endpoint}; use https://…/graphql (http on this machine only).`,
    );
  }
  const realtime = values.realtime ?? realtimeOf(endpoint);
  if (addressOf(realtime, 'wss:', 'ws:') === null) {
    return refused(`--realtime is ${realtime}; use wss://…/graphql (ws on this machine only).`);
  }

  const given: Readonly<Record<Caller | 'expired', string | undefined>> = {
    admin: values.token ?? env['MEETASSIST_TOKEN'],
    scheduler: values['scheduler-token'] ?? env['MEETASSIST_SCHEDULER_TOKEN'],
    analyst: values['analyst-token'] ?? env['MEETASSIST_ANALYST_TOKEN'],
    none: values['groupless-token'] ?? env['MEETASSIST_GROUPLESS_TOKEN'],
    expired: values['expired-token'] ?? env['MEETASSIST_EXPIRED_TOKEN'],
  };
  const tokens: Partial<Record<Caller | 'expired', string>> = {};
  for (const [whose, text] of Object.entries(given) as [Caller | 'expired', string | undefined][]) {
    if (text === undefined || text === '') continue;
    const token = text.replace(/^Bearer /, '').trim();
    if (!isToken(token)) {
      return refused(
        `The token of ${nameOf(whose)} is none of Cognito's: three parts with dots between.`,
      );
    }
    tokens[whose] = token;
  }
  if (tokens.admin === undefined) {
    return refused("An administrator's token is missing: set MEETASSIST_TOKEN, or give --token.");
  }

  const rate = Number(values.rate ?? USUAL_RATE);
  if (!Number.isInteger(rate) || rate < 1) {
    return refused(
      `--rate is ${values.rate}; use a number of requests in five minutes, 1 or more.`,
    );
  }
  const only = values.only?.split(',').map(part => part.trim()) ?? [];
  const strange = only.find(part => !parts.includes(part));
  if (strange !== undefined) {
    return refused(`--only names ${strange}; there are ${parts.join(', ')}.`);
  }
  const { expired, ...sound } = tokens;
  const target: ContractTarget = {
    endpoint,
    realtime,
    tokens: sound,
    ...(expired !== undefined && { expired }),
    write: values.write ?? false,
    spacingMs: FIVE_MINUTES_MS / rate,
  };
  return { kind: 'run', options: { target, only } };
}

export function nameOf(whose: Caller | 'expired'): string {
  if (whose === 'none') return 'a user in no group';
  return whose === 'expired' ? 'a session that is over' : `a user in ${whose}`;
}

function isToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}
