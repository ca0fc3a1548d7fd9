/** `cdk synth`: the templates of a deployment, made without network and without credentials. */
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildArtifacts } from './artifacts.ts';
import { ApiStack } from './stacks/api-stack.ts';

const artifacts = await buildArtifacts(path.join(import.meta.dirname, '../.cache/deploy'));
const app = new App();
new ApiStack(app, 'MeetAssistApi', { artifacts });
app.synth();
