import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnFunction, type CfnFunctionProps } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { acknowledge } from '../../infra/constructs/acknowledge.ts';
import { root } from './synthesis.ts';

// The validator is loaded once, which takes seconds.
vi.setConfig({ testTimeout: 60_000 });

const { context }: { context: Record<string, unknown> } = JSON.parse(
  readFileSync(path.join(root, 'cdk.json'), 'utf8'),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-validators-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An empty stack in an app with the settings of ours, which is asked what ours is asked. */
function emptyStack(): Stack {
  const app = new App({ outdir: mkdtempSync(path.join(folder, 'out-')), context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return new Stack(app, 'Stack');
}
const synthesise = (stack: Stack) => () => (stack.node.root as App).synth();

const whole: CfnFunctionProps = {
  runtime: 'nodejs24.x',
  handler: 'api.handler',
  role: 'arn:aws:iam::123456789012:role/api',
  code: { zipFile: '// code' },
};

test('a template that CloudFormation would refuse fails the synthesis', () => {
  const stack = emptyStack();
  new CfnFunction(stack, 'Function', whole);
  expect(synthesise(stack)).not.toThrow();
  const broken = emptyStack();
  new CfnFunction(broken, 'Function', whole).addPropertyDeletionOverride('Role');
  expect(synthesise(broken)).toThrow("'Role' is a required property");
});

test('a rule of AwsSolutions that is not kept fails the synthesis, unless there is a reason beside it', () => {
  const loose = emptyStack();
  new Bucket(loose, 'Bucket', { enforceSSL: true });
  expect(synthesise(loose)).toThrow('AwsSolutions-S1');

  const reasoned = emptyStack();
  const bucket = new Bucket(reasoned, 'Bucket', { enforceSSL: true });
  acknowledge(bucket, { 'AwsSolutions-S1': 'It is a bucket of a test, which nobody reads.' });
  expect(synthesise(reasoned)).not.toThrow();
});
