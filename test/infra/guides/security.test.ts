import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkshop, root, type Synthesis, type Workshop } from '../synthesis.ts';
import { pages, rowsOf } from './pages.ts';

let workshop: Workshop;
let made: Synthesis;
beforeAll(async () => {
  workshop = await openWorkshop();
  made = workshop.synthesise({ profile: 'prod' });
});
afterAll(() => workshop.close());

describe('P-25: the notes on security say what the templates say', () => {
  const actionsIn = (text: string): string[] =>
    [...text.matchAll(/`([a-z0-9-]+:\w+)`/g)].map(([, action = '']) => action);
  const security = pages.find(({ name }) => name === 'security.md')?.text ?? '';
  const lists = (of: readonly string[]) => [...new Set(of)].toSorted();
  const actionsOf = (stack: string, role: unknown): string[] =>
    made.statementsOf(stack, role).flatMap(({ Action }) => Action);

  test.for(['api', 'archive', 'loader', 'schedule', 'deployment'])('of the function %s', name => {
    const told = rowsOf(security)
      .filter(
        ([who = '', what = '']) => who === 'all' || (who.includes(`\`${name}\``) && /:/.test(what)),
      )
      .flatMap(([, what = '']) => actionsIn(what));
    const { stack, Properties } = made.functionNamed(name);
    expect(lists(told)).toEqual(lists(actionsOf(stack, Properties['Role'])));
  });

  test.for([
    ['AppSync', 'appsync.amazonaws.com'],
    ['EventBridge', 'events.amazonaws.com'],
  ] as const)('of the roles of %s', ([who, service]) => {
    const told = rowsOf(security).filter(([first]) => first === who);
    const roles = made
      .of('AWS::IAM::Role')
      .filter(({ Properties }) =>
        JSON.stringify(Properties['AssumeRolePolicyDocument']).includes(service),
      );
    const may = roles.flatMap(({ stack, id }) => actionsOf(stack, { 'Fn::GetAtt': [id, 'Arn'] }));
    expect(may.length).toBeGreaterThan(0);
    expect(lists(told.flatMap(([, what = '']) => actionsIn(what)))).toEqual(lists(may));
  });
});

test('the policy of the bootstrap has each service of each profile, and IAM for our roles only', () => {
  const policy = JSON.parse(
    readFileSync(path.join(root, 'docs/deploy/execution-policy.json'), 'utf8'),
  ) as {
    Statement: { Sid: string; Action: string | string[]; Resource: string }[];
  };
  const [services, ...rest] = policy.Statement;
  const granted = [services?.Action ?? []].flat().map(action => action.split(':')[0]);
  // Where a service is called otherwise in policies than in templates.
  const otherwise: Readonly<Record<string, string>> = { cognito: 'cognito-idp', custom: 'lambda' };
  const settings = { database: { engine: 'aurora', instanceType: 't4g.medium', proxy: true } };
  const types = [made, workshop.synthesise({ profile: 'prod', settings })].flatMap(
    ({ resources }) => resources.map(({ Type }) => Type),
  );
  const needed = new Set(
    types.map(type => {
      const service =
        (type.startsWith('Custom::') ? 'custom' : type.split('::')[1])?.toLowerCase() ?? '';
      return otherwise[service] ?? service;
    }),
  );
  needed.delete('iam');
  expect([...needed].toSorted()).toEqual([...granted].toSorted());
  const open = rest.filter(({ Resource }) => Resource === '*').map(({ Sid }) => Sid);
  expect(open).toEqual([]);
});
