import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type IApplyRule, NagRuleCompliance } from 'cdk-nag';
import { type IConstruct } from 'constructs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ConfigChoice } from '../../infra/config/read.ts';
import { openWorkshop, type Workshop } from './synthesis.ts';

// Each synthesis takes a second, and several where other tests run beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const domain = {
  name: 'admin.example.org',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/abc',
};
const large = {
  database: { engine: 'aurora', instanceType: 't4g.medium', multiAz: true, proxy: true },
  api: { provisionedConcurrency: 2, cache: { size: 'SMALL', ttlSeconds: 60 } },
  web: { domain },
};
const choices: readonly (readonly [string, ConfigChoice])[] = [
  ['dev', { profile: 'dev' }],
  ['staging', { profile: 'staging' }],
  ['prod', { profile: 'prod' }],
  ['prod, scaled out', { profile: 'prod', copy: 'large', settings: large }],
];
const PLACE = { account: '123456789012', region: 'ap-southeast-1' };

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

/** One rule, and the path of a construct. */
interface Said {
  readonly rule: string;
  readonly at: string;
}

/** The pack, deaf to reasons: everything in which its rules are not kept. */
class Deaf extends AwsSolutionsChecks {
  readonly found: Said[] = [];

  protected override applyRule({ rule, ruleSuffixOverride, node }: IApplyRule): void {
    const id = `${this.packName}-${ruleSuffixOverride ?? rule.name}`;
    const result = rule(node);
    const rules = Array.isArray(result)
      ? result.map(finding => `${id}[${finding}]`)
      : result === NagRuleCompliance.NON_COMPLIANT
        ? [id]
        : [];
    this.found.push(...rules.map(each => ({ rule: each, at: node.node.path })));
  }
}

/** What constructs say about rules, with the reason. */
function reasons(app: IConstruct): (Said & { readonly reason: string })[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Readonly<Record<string, string>>).map(([id, reason]) => ({
          rule: id.replace(/^Annotation::/, ''),
          at: node.path,
          reason,
        })),
      )
      // The validator of templates has reasons of the CDK's own.
      .filter(({ rule }) => rule.startsWith('AwsSolutions-')),
  );
}

const covers = (said: Said, found: Said): boolean =>
  said.rule === found.rule && `${found.at}/`.startsWith(`${said.at}/`);

describe.for(choices)('of %s', ([, choice]) => {
  const app = (): App => workshop.synthesise(choice).deployment.network.node.root as App;

  test('AwsSolutions finds nothing without a reason beside it, and no reason is said in vain', () => {
    const root = app();
    expect(new AwsSolutionsChecks(root).validateScope(root).violations).toEqual([]);
    const deaf = new Deaf(root);
    deaf.validateScope(root);
    expect(deaf.found.length).toBeGreaterThan(10);
    const said = reasons(root);
    expect(said.filter(each => !deaf.found.some(found => covers(each, found)))).toEqual([]);
  });

  test('each reason is a sentence', () => {
    for (const { reason } of reasons(app())) expect(reason).toMatch(/^[A-Z][^\n]{40,}\.$/);
  });
});

test('reasons hold where account and region are known as well', () => {
  const root = workshop.synthesise({ profile: 'prod' }, PLACE).deployment.network.node.root;
  expect(new AwsSolutionsChecks(root).validateScope(root).violations).toEqual([]);
});

test('rules are asked of everything, reasons or not', () => {
  const root = workshop.synthesise({ profile: 'prod' }).deployment.network.node.root;
  const deaf = new Deaf(root);
  deaf.validateScope(root);
  expect(deaf.found).toContainEqual({
    rule: 'AwsSolutions-VPC7',
    at: 'MeetAssist-Network/Network/Vpc/Resource',
  });
});
