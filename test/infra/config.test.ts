import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ConfigChoice,
  ConfigError,
  readSettings,
  resolveConfig,
} from '../../infra/config/read.ts';

/** What a choice is refused with; fails when it is not. */
function refusal(choice: ConfigChoice, place?: Parameters<typeof resolveConfig>[1]): string {
  try {
    resolveConfig(choice, place);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was taken');
}

describe('names', () => {
  test.for([
    [{}, 'MeetAssist-dev'],
    [{ profile: 'staging' }, 'MeetAssist-staging'],
    [{ profile: 'prod' }, 'MeetAssist'],
    [{ profile: 'prod', copy: 'blue' }, 'MeetAssist-blue'],
    [{ copy: 'anna2' }, 'MeetAssist-anna2'],
  ] as const)('%j is %s', ([choice, prefix]) => {
    expect(resolveConfig(choice).prefix).toBe(prefix);
  });
});

test('settings take the place of what the profile says, each on its own', () => {
  const { database, api, alarms } = resolveConfig({
    profile: 'prod',
    settings: {
      database: { instanceType: 't4g.small' },
      api: { corsOrigins: ['https://admin.example.org'], cache: { size: 'SMALL', ttlSeconds: 60 } },
      alarms: { emails: { critical: ['on-call@example.org'] } },
    },
  });
  expect(database).toMatchObject({ instanceType: 't4g.small', backupDays: 14, engine: 'instance' });
  expect(api).toMatchObject({
    corsOrigins: ['https://admin.example.org'],
    cache: { size: 'SMALL', ttlSeconds: 60 },
    introspection: false,
  });
  expect(alarms.emails).toEqual({ critical: ['on-call@example.org'], warning: [], info: [] });
});

describe('what cannot be deployed is refused with what would be right', () => {
  test.for([
    [{ profile: 'production' }, 'profile is "production"; use dev, staging, prod.'],
    [{ copy: '' }, 'copy is empty; only prod may be without one, dev has a name such as dev.'],
    [
      { copy: 'two-words' },
      'copy is "two-words"; use a small letter, then up to eleven small letters or digits.',
    ],
    [
      { copy: 'aws1' },
      'copy is "aws1"; Cognito takes no name of a sign-in with aws, amazon or cognito in it.',
    ],
  ] as const)('%j', ([choice, sentence]) => {
    expect(refusal(choice)).toBe(sentence);
  });

  test.for([
    [[], 'The settings are to be an object.'],
    [{ databse: {} }, /^databse is no setting; there are zone, network, database, .*\.$/],
    [{ database: { storage: 20 } }, /^database\.storage is no setting; there are engine, /],
    [{ database: { multiAz: 'yes' } }, 'database.multiAz is to be true or false.'],
    [{ api: { corsOrigins: 'https://x.org' } }, 'api.corsOrigins is to be a list of texts.'],
    [{ api: { cache: true } }, 'api.cache is to be false, or an object with size and ttlSeconds.'],
    [{ alarms: { emails: ['x@y.org'] } }, 'alarms.emails is to be an object.'],
    [{ zone: 'Hanoi' }, 'zone is "Hanoi"; use an IANA name such as Asia/Ho_Chi_Minh.'],
    [
      { network: { cidr: '8.8.0.0/16' } },
      'network.cidr is "8.8.0.0/16"; use private addresses of /16 to /24 such as 10.73.0.0/16.',
    ],
    [{ network: { cidr: '10.0.0.7/16' } }, /^network\.cidr is "10\.0\.0\.7\/16"/],
    [{ database: { engine: 'mysql' } }, /^database\.engine is "mysql"; use instance or aurora\./],
    [
      { database: { engine: 'aurora' } },
      'database.instanceType is "t4g.micro"; use one of t4g.medium, t4g.large, r7g.large, r7g.xlarge with aurora.',
    ],
    [
      { database: { instanceType: 't3.micro' } },
      /^database\.instanceType is "t3\.micro"; use one of t4g\.micro, /,
    ],
    [
      { database: { storageGb: 10 } },
      'database.storageGb is 10; gp3 takes whole GB from 20 to 65536.',
    ],
    [{ database: { backupDays: 0 } }, /^database\.backupDays is 0; RDS keeps 1 to 35 days\./],
    [{ database: { backupDays: 3 } }, 'database.backupDays is 3; prod keeps 7 days or more.'],
    [
      { database: { deletionProtection: false } },
      'database.deletionProtection is off; prod has it on.',
    ],
    [{ auth: { mfa: 'off' } }, 'auth.mfa is off; prod has it optional or required.'],
    [{ auth: { mfa: 'sms' } }, 'auth.mfa is "sms"; use off, optional or required.'],
    [
      { auth: { callbackUrls: ['http://localhost:5173/'] } },
      'http://localhost:5173/ is not https; prod takes no other.',
    ],
    [
      { auth: { logoutUrls: ['javascript:alert(1)'] } },
      /^auth holds the address "javascript:alert\(1\)"/,
    ],
    [{ api: { corsOrigins: ['*'] } }, /^api\.corsOrigins holds "\*"; use origins such as/],
    [{ api: { corsOrigins: ['https://*.example.org'] } }, /^api\.corsOrigins holds "https:\/\/\*/],
    [{ api: { corsOrigins: ['https://a.org/'] } }, /without a path\.$/],
    [
      { api: { reservedConcurrency: 100 } },
      '100 containers of the API would hold as many connections; t4g.micro has 80, of which 20 are kept. Use at most 60, a larger class, or database.proxy.',
    ],
    [
      { api: { provisionedConcurrency: 9, reservedConcurrency: 5 } },
      'api.provisionedConcurrency is 9, above api.reservedConcurrency 5; keep it below.',
    ],
    [{ api: { provisionedConcurrency: 1.5 } }, /^api\.provisionedConcurrency is 1\.5; /],
    [
      { api: { cache: { size: 'HUGE', ttlSeconds: 60 } } },
      'api.cache.size is "HUGE"; use SMALL, MEDIUM, LARGE, XLARGE.',
    ],
    [
      { api: { cache: { size: 'SMALL', ttlSeconds: 0 } } },
      'api.cache.ttlSeconds is 0; AppSync takes 1 to 3600.',
    ],
    [{ api: { requestsPer5MinutesPerIp: 5 } }, /^api\.requestsPer5MinutesPerIp is 5; /],
    [{ api: { ownerContact: '' } }, 'api.ownerContact is to be 1 to 256 characters.'],
    [{ alarms: { dailyCostUsd: 0 } }, 'alarms.dailyCostUsd is 0; use an amount above 0.'],
    [
      { alarms: { emails: { info: ['nobody'] } } },
      'alarms.emails.info holds "nobody", which is no e-mail address.',
    ],
    [{ alarms: { runbookUrl: 'https://docs.example.org/' } }, /without a slash at the end\.$/],
    [
      {
        web: {
          domain: {
            name: 'admin.example.org',
            certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x',
          },
        },
      },
      /in us-east-1, where CloudFront looks for it\.$/,
    ],
    [
      { web: { domain: { name: 'admin.example.org' } } },
      /^web\.domain\.certificateArn is "undefined"/,
    ],
    [{ pinned: { account: '12' } }, 'pinned.account is "12"; an account has twelve digits.'],
    [
      { pinned: { region: 'Singapore' } },
      'pinned.region is "Singapore"; use a name such as ap-southeast-1.',
    ],
  ] as const)('prod with %j', ([settings, sentence]) => {
    const said = refusal({ profile: 'prod', settings });
    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
  });

  test('everything that is wrong is said at once, a sentence per line', () => {
    const settings = { zone: 'Hanoi', database: { storageGb: 1 } };
    expect(refusal({ settings }).split('\n')).toHaveLength(2);
  });
});

describe('a deployment that belongs somewhere', () => {
  const settings = { pinned: { account: '123456789012', region: 'ap-southeast-1' } };

  test('goes nowhere else', () => {
    expect(refusal({ settings }, { account: '210987654321', region: 'eu-west-1' })).toBe(
      [
        'This deployment belongs into account 123456789012, but the environment points at 210987654321.',
        'This deployment belongs into region ap-southeast-1, but the environment points at eu-west-1.',
      ].join('\n'),
    );
  });

  test('goes there, and its templates are made where nothing is known', () => {
    const place = { account: '123456789012', region: 'ap-southeast-1' };
    expect(resolveConfig({ settings }, place).pinned).toEqual(settings.pinned);
    expect(resolveConfig({ settings }).pinned).toEqual(settings.pinned);
  });
});

describe('settings files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'meetassist-settings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are JSON', () => {
    const file = path.join(folder, 'blue.json');
    writeFileSync(file, '{"zone": "Europe/Vienna"}');
    expect(resolveConfig({ settings: readSettings(file) }).zone).toBe('Europe/Vienna');
    writeFileSync(file, 'zone: Europe/Vienna');
    expect(() => readSettings(file)).toThrow(/^The settings ".*blue\.json" cannot be read: /);
    expect(() => readSettings(path.join(folder, 'none.json'))).toThrow(ConfigError);
  });
});
