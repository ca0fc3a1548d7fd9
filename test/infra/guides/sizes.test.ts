import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openWorkshop, type Resource, type Synthesis, type Workshop } from '../synthesis.ts';

// Each synthesis takes a second, and several where other tests run beside it.
vi.setConfig({ testTimeout: 120_000 });

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

const known = new Map<object, Synthesis>();

/** Production with these settings; made once. */
function made(settings: object): Synthesis {
  const synthesis = known.get(settings) ?? workshop.synthesise({ profile: 'prod', settings });
  known.set(settings, synthesis);
  return synthesis;
}

const lasting = [
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
  'AWS::S3::Bucket',
  'AWS::Cognito::UserPool',
];

/** Which properties of what lasts are other ones, and which of it is gone. */
function touched(before: Synthesis, after: Synthesis): string[] {
  const at = ({ resources }: Synthesis): Map<string, Resource> =>
    new Map(
      resources
        .filter(({ Type }) => lasting.includes(Type))
        .map(each => [`${each.stack}/${each.id}`, each]),
    );
  const now = at(after);
  return [...at(before)].flatMap(([id, { Properties }]) => {
    const changed = now.get(id)?.Properties;
    if (!changed) return [`${id} is gone`];
    return [...new Set([...Object.keys(Properties), ...Object.keys(changed)])].filter(
      name => JSON.stringify(Properties[name]) !== JSON.stringify(changed[name]),
    );
  });
}

const usual = {};
const larger = {
  database: { instanceType: 't4g.small', storageGb: 40, multiAz: true, backupDays: 30 },
};
const warm = {
  api: {
    provisionedConcurrency: 2,
    reservedConcurrency: 20,
    cache: { size: 'SMALL', ttlSeconds: 60 },
  },
};
const behindProxy = { database: { proxy: true } };
const aurora = { database: { engine: 'aurora', instanceType: 't4g.medium' } };
const named = {
  web: {
    domain: {
      name: 'a.example.org',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/one',
    },
  },
};

describe('P-01: what is set in one deployment', () => {
  test.for([
    [
      'a larger server with a standby',
      larger,
      [
        'AllocatedStorage',
        'BackupRetentionPeriod',
        'DBInstanceClass',
        'MaxAllocatedStorage',
        'MultiAZ',
      ],
    ],
    ['a proxy', behindProxy, []],
    ['warm containers, a limit of them, a cache', warm, []],
    ["the console's name", named, ['CorsConfiguration']],
  ] as const)(
    '%s: what lasts is changed in place, and in nothing else',
    ([, settings, properties]) => {
      expect(touched(made(usual), made(settings)).toSorted()).toEqual(properties);
    },
  );

  test('P-01: the server that is left behind is kept, and the new one is prepared', () => {
    const [before, after] = [made(usual), made(aurora)];
    expect(before.single('AWS::RDS::DBInstance')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtection: true },
    });
    const preparation = (of: Synthesis) => of.single('Custom::PreparedDatabase').Properties;
    const { Database: server, Connections: some, ...rest } = preparation(before);
    const { Database: other, Connections: more, ...same } = preparation(after);
    expect(server).toBeDefined();
    expect(other).not.toEqual(server);
    // Its users get their shares of it.
    expect([some, more]).toEqual([80, 320]);
    expect(same).toEqual(rest);
  });
});
