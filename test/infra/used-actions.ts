import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './synthesis.ts';

/** What a command of the SDK has to be allowed. Source: Service Authorization Reference. */
const neededBy: Readonly<Record<string, readonly string[]>> = {
  GetObject: ['s3:GetObject'],
  HeadObject: ['s3:GetObject'],
  HeadBucket: ['s3:ListBucket'],
  ListObjectsV2: ['s3:ListBucket'],
  PutObject: ['s3:PutObject'],
  // In parts where it is large; what was begun in vain is taken away.
  Upload: ['s3:PutObject', 's3:AbortMultipartUpload'],
  DescribeRule: ['events:DescribeRule'],
  DisableRule: ['events:DisableRule'],
  EnableRule: ['events:EnableRule'],
  GetBucketNotificationConfiguration: ['s3:GetBucketNotification'],
  PutBucketCors: ['s3:PutBucketCORS'],
  PutBucketEncryption: ['s3:PutEncryptionConfiguration'],
  PutBucketLifecycleConfiguration: ['s3:PutLifecycleConfiguration'],
  PutBucketNotificationConfiguration: ['s3:PutBucketNotification'],
  PutBucketOwnershipControls: ['s3:PutBucketOwnershipControls'],
  PutBucketVersioning: ['s3:PutBucketVersioning'],
  PutPublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
  GetSecretValue: ['secretsmanager:GetSecretValue'],
  Invoke: ['lambda:InvokeFunction'],
};

/** The module that signs in to the database asks nobody: a token is a signature, and is allowed where it is used. */
const TOKENS = 'services/db/iam-token.ts';

/**
 * The actions that the code of a function asks for: by the modules of ours that its source maps say are in its
 * bundle, and the commands that these make. Throws on a command whose right is not known.
 */
export function usedActions(folder: string): string[] {
  const sources = readdirSync(folder)
    .filter(file => file.endsWith('.mjs.map'))
    .flatMap(file => sourcesOf(path.join(folder, file)));
  const files = sources
    .map(source => path.relative(root, path.resolve(folder, source)))
    .filter(file => file.startsWith('services/'));
  const actions = files.flatMap(file => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const commands = [...text.matchAll(/\bnew (?:(\w+)Command|(Upload))\(/g)];
    return commands.flatMap(([, command, upload]) => actionsOf(command ?? upload ?? '', file));
  });
  if (files.includes(TOKENS)) actions.push('rds-db:connect');
  return [...new Set(actions)].toSorted();
}

function sourcesOf(map: string): readonly string[] {
  const { sources }: { readonly sources: readonly string[] } = JSON.parse(
    readFileSync(map, 'utf8'),
  );
  return sources;
}

function actionsOf(command: string, file: string): readonly string[] {
  const actions = neededBy[command];
  if (!actions) throw new Error(`${file} sends ${command}; say here which action that needs`);
  return actions;
}

/** The actions that Lambda asks for in the name of a function, by how the function is set up. */
export function runningActions(properties: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(neededFor)
    .filter(([property]) => property in properties)
    .flatMap(([, actions]) => actions)
    .toSorted();
}

const neededFor: Readonly<Record<string, readonly string[]>> = {
  LoggingConfig: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  TracingConfig: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  VpcConfig: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  DeadLetterConfig: ['sqs:SendMessage'],
};
