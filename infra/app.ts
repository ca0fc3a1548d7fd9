/**
 * `cdk synth -c profile=prod [-c copy=blue] [-c settings=blue.json]`: the templates of a deployment, made without network
 * and without credentials. A configuration that cannot be deployed is refused with what is wrong with it.
 */
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildArtifacts } from './artifacts.ts';
import { ConfigError, readSettings, resolveConfig } from './config/read.ts';
import { createDeployment } from './deployment.ts';

try {
  const app = new App();
  const text = (name: string): string | undefined => app.node.tryGetContext(name);
  const settings = text('settings');
  const config = resolveConfig(
    {
      profile: text('profile'),
      copy: text('copy'),
      ...(settings !== undefined && { settings: readSettings(settings) }),
    },
    { account: process.env['CDK_DEFAULT_ACCOUNT'], region: process.env['CDK_DEFAULT_REGION'] },
  );
  const artifacts = await buildArtifacts(path.join(import.meta.dirname, '../.cache/deploy'));
  createDeployment(app, config, artifacts);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
