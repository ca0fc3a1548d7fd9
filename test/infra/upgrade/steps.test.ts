import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openWorkshop, type Workshop } from '../synthesis.ts';
import { type Templates } from './lasting.ts';
import { obstaclesBetween } from './obstacles.ts';
import { previousFor } from './previous.ts';

// Each synthesis takes a second, another app is built and run, and other tests run beside it.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

/** Settings of which each may follow each other, in one deployment. */
const sizes = {
  small: {},
  'with a proxy': { database: { proxy: true } },
  aurora: { database: { engine: 'aurora', instanceType: 't4g.medium', multiAz: true } },
  'aurora with a proxy': {
    database: { engine: 'aurora', instanceType: 't4g.medium', proxy: true },
  },
  'large and named': {
    database: { instanceType: 't4g.large', storageGb: 100, multiAz: true },
    api: { provisionedConcurrency: 2, cache: { size: 'SMALL', ttlSeconds: 60 } },
    web: {
      domain: {
        name: 'admin.example.org',
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/one',
      },
    },
  },
} as const;
type Size = keyof typeof sizes;

let workshop: Workshop;
const made = new Map<Size, Templates>();
beforeAll(async () => {
  workshop = await openWorkshop();
  for (const [size, settings] of Object.entries(sizes)) {
    const { templates } = workshop.synthesise({ profile: 'prod', settings });
    made.set(size as Size, templates as Templates);
  }
});
afterAll(() => workshop.close());

const all = Object.keys(sizes) as Size[];
const templatesOf = (size: Size): Templates => made.get(size) ?? {};

describe.for(all)('from %s, one deployment leads', from => {
  test.for(all.filter(to => to !== from))('to %s', to => {
    expect(obstaclesBetween(templatesOf(from), templatesOf(to))).toEqual([]);
  });
});

test('the API leaves a proxy for what is there already, before the proxy goes', () => {
  const { Data = { Resources: {} } } = templatesOf('with a proxy');
  const { Api } = templatesOf('small');
  const { Outputs } = Data as { Outputs?: Readonly<Record<string, { Export?: { Name: string } }>> };
  const text = JSON.stringify(Api);
  const read = [
    ...text.matchAll(
      /"Fn::GetStackOutput":\{"StackName":"MeetAssist-Data".{0,60}?"OutputName":"([^"]+)"/g,
    ),
  ];
  const imported = [...text.matchAll(/"Fn::ImportValue":"(MeetAssist-Data:[^"]+)"/g)];
  const named = Object.values(Outputs ?? {}).map(({ Export }) => Export?.Name);
  expect(read.length).toBeGreaterThan(1);
  expect(Object.keys(Outputs ?? {})).toEqual(expect.arrayContaining(read.map(([, name]) => name)));
  expect(imported.length).toBeGreaterThan(1);
  expect(named).toEqual(expect.arrayContaining(imported.map(([, name]) => name)));
});

test.for(['small', 'aurora with a proxy'] as const)(
  'P-01: one deployment leads from the commit before to this one, %s',
  async (size, ctx) => {
    const choice = { profile: 'prod', settings: sizes[size] };
    const { templates } = await previousFor(ctx, choice, 'MeetAssist', workshop.folder);
    expect(obstaclesBetween(templates, templatesOf(size))).toEqual([]);
  },
);

test('what is in the way is seen', () => {
  const rule = (id: string, port: number): Templates => ({
    Api: {
      Resources: {
        [id]: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { FromPort: port } },
      },
    },
  });
  const twice = ['the rule Api/One is made again as Api/Other'];
  expect(obstaclesBetween(rule('One', 5432), rule('Other', 5432))).toEqual(twice);
  expect(obstaclesBetween(rule('One', 5432), rule('Other', 5433))).toEqual([]);
  const small = templatesOf('small');
  const { Data, ...above } = small;
  const gone = obstaclesBetween(small, above);
  expect(gone.length).toBeGreaterThan(3);
  expect(new Set(gone.map(each => each.replace(/ .*, /, ' ')))).toEqual(
    new Set(['Api which is gone', 'Archive which is gone', 'Database which is gone']),
  );
  const moved = JSON.parse(
    JSON.stringify({ Data }).replaceAll('"PostgresSecurityGroup670916BF"', '"Elsewhere"'),
  ) as Templates;
  expect(obstaclesBetween(small, { ...small, ...moved })).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Api imports .*, which is another one$/)]),
  );
});
