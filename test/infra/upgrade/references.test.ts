import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorkshop, type Synthesis, type Workshop } from '../synthesis.ts';
import { type Templates } from './lasting.ts';
import { obstaclesBetween } from './obstacles.ts';
import { readSpecification } from './specification.ts';

// Each synthesis takes a second, and several where other tests run beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workshop: Workshop;
let made: readonly Synthesis[];
beforeAll(async () => {
  workshop = await openWorkshop();
  const large = {
    database: { engine: 'aurora', instanceType: 't4g.medium', multiAz: true, proxy: true },
    api: { provisionedConcurrency: 2 },
  };
  made = [{}, large].map(settings => workshop.synthesise({ profile: 'prod', settings }));
});
afterAll(() => workshop.close());

interface Outputs {
  readonly Outputs?: Readonly<Record<string, { readonly Export?: object }>>;
}

test('CloudFormation holds on to what lasts while it is used, and to nothing that may be replaced', () => {
  for (const { templates } of made) {
    const exporting = Object.entries(templates).flatMap(([stack, template]) => {
      const outputs = Object.values((template as Outputs).Outputs ?? {});
      return outputs.some(({ Export }) => Export) ? [stack] : [];
    });
    expect(exporting.toSorted()).toEqual(['Auth', 'Data', 'Network']);
  }
});

test('servers, functions and what is watched are read from the stacks that have them, when the stack is deployed', () => {
  for (const synthesis of made) {
    const reading = Object.entries(synthesis.templates).flatMap(([stack, template]) =>
      [
        ...JSON.stringify(template).matchAll(
          /"Fn::GetStackOutput":\{"StackName":"MeetAssist-([^"]+)"/g,
        ),
      ].map(([, from]) => `${stack} reads ${from}`),
    );
    expect([...new Set(reading)].toSorted()).toEqual([
      'Api reads Archive',
      'Api reads Data',
      'Api reads Database',
      'Archive reads Data',
      'Auth reads Web',
      'Data reads Web',
      'Database reads Data',
      'Database reads Web',
      'Monitoring reads Api',
      'Monitoring reads Archive',
      'Monitoring reads Auth',
      'Monitoring reads Database',
      'Monitoring reads Web',
    ]);
  }
});

/** Types of which something may be made anew because what it reads is known only when its stack is deployed. */
function unforeseen({ resources }: Synthesis): string[] {
  // CloudFormation does not know such a value while it plans, and plans to replace whatever could be replaced by it.
  const specification = readSpecification();
  const found = resources.filter(({ Type, Properties }) =>
    Object.entries(Properties ?? {}).some(
      ([name, value]) =>
        JSON.stringify(value).includes('Fn::GetStackOutput') &&
        specification.get(Type)?.replacedBy.has(name),
    ),
  );
  return [...new Set(found.map(({ Type }) => Type))].toSorted();
}

test('nothing is made anew because what it reads is known only then', () => {
  for (const synthesis of made) expect(unforeseen(synthesis)).toEqual([]);
});

test.for(['weak', 'both'])(
  'where stacks are told to read in another way (%s), the network holds what lies in it all the same',
  strength => {
    const context = { '@aws-cdk/core:defaultCrossStackReferences': strength };
    const settings = { database: { proxy: true } };
    const letGo = workshop.synthesise({ profile: 'prod', settings }, {}, context);
    expect(unforeseen(letGo)).toEqual([
      'AWS::EC2::SecurityGroupEgress',
      'AWS::EC2::SecurityGroupIngress',
    ]);
  },
);

test('stacks can be told to read anew what has not changed in any template', () => {
  const context = { '@aws-cdk/core:defaultCrossStackReferences': 'both' };
  const [usual, told] = [{}, context].map(
    each => workshop.synthesise({ profile: 'prod' }, {}, each).templates as Templates,
  );
  if (!usual || !told) throw new Error('two were made');
  for (const stack of ['Database', 'Archive', 'Api']) {
    expect(told[stack]).not.toEqual(usual[stack]);
  }
  expect(obstaclesBetween(usual, told)).toEqual([]);
  expect(obstaclesBetween(told, usual)).toEqual([]);
});
