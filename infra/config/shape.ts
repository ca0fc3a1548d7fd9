/** What a value of the configuration is, by its place. Texts end in what is asked for when it is something else. */
export type Shape = Leaf | { readonly [name: string]: Shape };
type Leaf = 'a text' | 'a number' | 'true or false' | 'a list of texts' | CacheLeaf;
type CacheLeaf = 'false, or an object with size and ttlSeconds';

/** Everything that a settings file may set. */
export const shape = {
  zone: 'a text',
  network: { cidr: 'a text' },
  database: {
    engine: 'a text',
    instanceType: 'a text',
    storageGb: 'a number',
    multiAz: 'true or false',
    backupDays: 'a number',
    deletionProtection: 'true or false',
    proxy: 'true or false',
  },
  api: {
    introspection: 'true or false',
    provisionedConcurrency: 'a number',
    reservedConcurrency: 'a number',
    cache: 'false, or an object with size and ttlSeconds',
    requestsPer5MinutesPerIp: 'a number',
    corsOrigins: 'a list of texts',
    ownerContact: 'a text',
  },
  auth: { mfa: 'a text', callbackUrls: 'a list of texts', logoutUrls: 'a list of texts' },
  archive: { scheduleExpected: 'true or false' },
  alarms: {
    coverage: 'a text',
    emails: { critical: 'a list of texts', warning: 'a list of texts', info: 'a list of texts' },
    dailyCostUsd: 'a number',
    runbookUrl: 'a text',
  },
  web: { domain: { name: 'a text', certificateArn: 'a text' } },
  pinned: { account: 'a text', region: 'a text' },
} as const satisfies Shape;

/** What is wrong with the shape of settings: a sentence for each name that is unknown and each value of another kind. */
export function shapeProblems(settings: unknown, expected: Shape = shape, at = ''): string[] {
  if (typeof expected === 'string') return fits(settings, expected) ? [] : [wrong(at, expected)];
  if (!isRecord(settings)) return [wrong(at, 'an object')];
  return Object.entries(settings).flatMap(([name, value]) => {
    const place = at === '' ? name : `${at}.${name}`;
    const inner = expected[name];
    if (inner !== undefined) return shapeProblems(value, inner, place);
    return [`${place} is no setting; there are ${Object.keys(expected).join(', ')}.`];
  });
}

function fits(value: unknown, leaf: Leaf): boolean {
  switch (leaf) {
    case 'a text':
      return typeof value === 'string';
    case 'a number':
      return typeof value === 'number';
    case 'true or false':
      return typeof value === 'boolean';
    case 'a list of texts':
      return Array.isArray(value) && value.every(each => typeof each === 'string');
    default:
      return value === false || isCache(value);
  }
}

function isCache(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).toSorted().join() === 'size,ttlSeconds' &&
    typeof value['size'] === 'string' &&
    typeof value['ttlSeconds'] === 'number'
  );
}

const wrong = (at: string, expected: string): string =>
  `${at === '' ? 'The settings are' : `${at} is`} to be ${expected}.`;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
