import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openWorkshop, type Resource, type Synthesis, type Workshop } from '../synthesis.ts';

// Each synthesis takes a second, and several where other tests run beside it.
vi.setConfig({ testTimeout: 120_000 });

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

const REFERENCES = '@aws-cdk/core:defaultCrossStackReferences';
type Strength = 'strong' | 'both' | 'weak';

const known = new Map<string, Synthesis>();

/** Production with these settings; made once. */
function made(settings: object, strength: Strength = 'strong'): Synthesis {
  const key = JSON.stringify([settings, strength]);
  const synthesis =
    known.get(key) ??
    workshop.synthesise({ profile: 'prod', settings }, {}, { [REFERENCES]: strength });
  known.set(key, synthesis);
  return synthesis;
}

interface Outputs {
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string } }>>;
}

/** What stacks give to others, by name. */
function exportsOf({ templates }: Synthesis): Map<string, string> {
  const outputs = Object.values(templates).flatMap(each =>
    Object.values((each as Outputs).Outputs ?? {}),
  );
  return new Map(
    outputs.flatMap(({ Value, Export }) =>
      Export ? [[Export.Name, JSON.stringify(Value)] as const] : [],
    ),
  );
}

/** What CloudFormation would refuse: outputs that go or change while the stacks that are there import them. */
function refused(before: Synthesis, after: Synthesis): string[] {
  const [given, gives] = [exportsOf(before), exportsOf(after)];
  const imported = JSON.stringify(before.templates).matchAll(/"Fn::ImportValue":"([^"]+)"/g);
  return [...new Set([...imported].map(([, name = '']) => name))].filter(
    name => given.get(name) !== gives.get(name),
  );
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
      const [before, after] = [made({}), made(settings)];
      expect(refused(before, after)).toEqual([]);
      expect(touched(before, after).toSorted()).toEqual(properties);
    },
  );

  test.for([
    ['warm containers, a limit of them, a cache', warm],
    ["the console's name", named],
  ] as const)('%s can be taken away again', ([, settings]) => {
    expect(refused(made(settings), made({}))).toEqual([]);
  });
});

describe('where a stack lets go of what another one uses', () => {
  test.for([
    ['the proxy goes', behindProxy, {}],
    ['an instance becomes Aurora', {}, aurora],
    ['Aurora becomes an instance', aurora, {}],
  ] as const)('%s: refused in one deployment, taken in three', ([, from, to]) => {
    const steps = [made(from), made(from, 'both'), made(to, 'weak'), made(to)];
    expect(refused(made(from), made(to))).not.toEqual([]);
    for (const [index, after] of steps.entries()) {
      const before = steps[index - 1];
      if (before) expect(refused(before, after)).toEqual([]);
    }
  });

  test('P-01: the server that is left behind is kept, and the new one is prepared', () => {
    const [before, after] = [made({}), made(aurora)];
    expect(before.single('AWS::RDS::DBInstance')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtection: true },
    });
    const preparation = (of: Synthesis) => of.single('Custom::PreparedDatabase').Properties;
    const { Database: server, ...rest } = preparation(before);
    const { Database: other, ...same } = preparation(after);
    expect(server).toBeDefined();
    expect(other).not.toEqual(server);
    expect(same).toEqual(rest);
  });
});
