import { type Answered, type Asked } from './wrong-server.ts';

/** A fault of a server, and the line of the report that shows it. */
interface Fault {
  readonly does: string;
  readonly shows: RegExp;
}

/** What `faultyAuthorization`, `faultyAnswer` and a connection as somebody else do wrong, all at once. */
export const FAULTS: readonly Fault[] = [
  {
    does: 'drops the reason of a refusal',
    shows: /^input › what resolvers and services refuse › .*minRating: 5\.5.*BAD_RATING/m,
  },
  {
    does: 'tells a relation in a message',
    shows:
      /^input › what resolvers and services refuse › .*SEARCH_TOO_LONG\n(?: {2}.*\n)*?.*a message of the database/m,
  },
  { does: 'words a refusal in another way', shows: /^input › P-46: limits › of consultants/m },
  {
    does: 'renames a field',
    shows: /^every-field › .*Query\.customers\n(?: {2}.*\n)*?.*phoneNumber is missing/m,
  },
  {
    does: 'gives null where there is none',
    shows: /^every-field › .*Query\.program\n(?: {2}.*\n)*?.*createdAt is null/m,
  },
  { does: 'hears who has no token', shows: /^permissions › .* who is turned away › nobody/m },
  {
    does: 'lets a scheduler see audits',
    shows: /^permissions › .*scheduler › Query\.auditEvents/m,
  },
  {
    does: 'lets an analyst change',
    shows: /^permissions › .*analyst › Mutation\.cancelAppointment/m,
  },
  { does: 'gives an analyst addresses', shows: /^masking › .*customers are masked/m },
  {
    does: 'loses an item between two pages',
    shows: /^pages › .*feedback CREATED_DESC: are what one/m,
  },
  { does: 'counts one too many', shows: /^pages › .*programs: hold each item once/m },
  { does: 'has another schema', shows: /^schema › .*is ours, type by type/m },
  { does: 'answers a saved operation with nothing', shows: /^saved-operations › /m },
  { does: 'gives a type to what is refused before it runs', shows: /^documents › .*@nosuch/m },
  { does: 'tells where its code is', shows: /^requests › .*› half a JSON/m },
  {
    does: 'connects whoever asks',
    shows: /^subscriptions › .*a garbled token gets no connection/m,
  },
  {
    does: 'has a firewall that stops ordinary questions',
    shows: /^documents › .*fragment Unused.*\n(?: {2}.*\n)*?.*The firewall in front/m,
  },
];

type Tokens = Readonly<Record<'admin' | 'scheduler' | 'analyst', string>>;

/** As whom a request is heard: mostly as whoever sent it. */
export function faultyAuthorization({ query, authorization }: Asked, tokens: Tokens) {
  if (authorization === undefined) return tokens.admin;
  const isScheduler = authorization === tokens.scheduler;
  if (isScheduler && query === '{ auditEvents { __typename } }') return tokens.admin;
  const isAnalyst = authorization === tokens.analyst;
  if (isAnalyst && /people: customers|cancelAppointment/.test(query)) return tokens.admin;
  return authorization;
}

/** What becomes of a true answer: mostly nothing. */
export function faultyAnswer({ sent, query }: Asked, { status, body }: Answered): Answered {
  const forbidden = { status: 403, body: '<html>Forbidden</html>' };
  if (sent.includes("' or 1=1") || query.includes('fragment Unused')) return forbidden;
  return { status, body: faultyBody(query, status, body) };
}

function faultyBody(query: string, status: number, body: string): string {
  if (status === 400)
    return body.replace('Unable to parse', 'at parse (/var/task/api.mjs:1) Unable to parse');
  if (query.includes('minRating: 5.5'))
    return body.replace(/"errorInfo":\{[^}]*\}/, '"errorInfo":null');
  if (body.includes('SEARCH_TOO_LONG')) {
    return body.replace('"message":"', '"message":"violates constraint: ');
  }
  if (query.includes('consultants(limit: 0)')) return body.replaceAll('use 1 to 100', 'use less');
  if (query.startsWith('{ customers {')) return body.replaceAll('"phoneNumber"', '"phone"');
  if (query.startsWith('{ program('))
    return body.replace(/"createdAt":"[^"]*"/, '"createdAt":null');
  if (query.includes('page: feedback(orderBy: CREATED_DESC, limit: 3')) {
    return body.replace(/"items":\[\{[^[\]]*?\}\},/, '"items":[');
  }
  if (query.includes('page: programs(')) {
    return body.replace(/"totalCount":(\d+)/, (_, count) => `"totalCount":${Number(count) + 1}`);
  }
  if (query.includes('__schema')) return body.replaceAll('"meetingUrl"', '"link"');
  if (query.includes('@nosuch'))
    return body.replace('{"path":null', '{"errorType":"ValidationError","path":null');
  if (query.startsWith('# Totals'))
    return body.replace(/"data":\{.*\}\}$/, '"data":{"overview":null}}');
  return body;
}
