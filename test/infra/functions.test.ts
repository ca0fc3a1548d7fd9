import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../build/bundle.ts';
import { functions } from '../../build/functions.ts';
import {
  readConfig,
  readDeploymentConfig,
  readJobConfig,
  readScheduleConfig,
} from '../../services/handlers/config.ts';
import { buildArtifacts } from '../../infra/artifacts.ts';
import { openWorkshop, type Synthesis, type Workshop } from './synthesis.ts';

type FunctionKey = keyof typeof functions;

/** Loads a bundle as Lambda does before the first event, and says whether what speaks HTTPS came with it. */
const STARTED = `
  await import(process.argv[1]);
  console.log(process.moduleLoadList.includes('NativeModule https') ? 'with it' : 'without it');`;

let workshop: Workshop;
let made: Synthesis;

beforeAll(async () => {
  workshop = await openWorkshop();
  made = workshop.synthesise({ profile: 'prod' });
});
afterAll(() => workshop.close());

/** The variables of a function, with what they refer to put in, and Lambda's own. */
function environmentOf(name: FunctionKey): Record<string, string> {
  const { Environment } = made.functionNamed(name).Properties as {
    Environment: { Variables: Record<string, unknown> };
  };
  const texts = Object.entries(Environment.Variables).map(([key, value]) => [
    key,
    made.text(value),
  ]);
  return { ...Object.fromEntries(texts), AWS_REGION: 'ap-southeast-1' };
}

const keys = Object.keys(functions) as FunctionKey[];

describe.for(keys)('the function %s', name => {
  const definition = functions[name];

  test('is the handler that the local stack runs, on Node.js 24 for Graviton, traced', async () => {
    expect(made.functionNamed(name).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: definition.timeoutMs / 1000,
      MemorySize: definition.memoryMb,
      TracingConfig: { Mode: 'Active' },
    });
    const local = path.join(workshop.folder, `local/${name}.mjs`);
    await bundleHandler(definition.entry, local);
    const deployed = path.join(workshop.artifacts.folderOf[name], `${definition.name}.mjs`);
    expect(readFileSync(deployed)).toEqual(readFileSync(local));
  });

  test('logs JSON into a group of its own, which forgets after 30 days', () => {
    const { stack, Properties } = made.functionNamed(name);
    const { LogFormat, LogGroup } = Properties['LoggingConfig'] as Record<string, unknown>;
    expect(LogFormat).toBe('JSON');
    const group = made
      .of('AWS::Logs::LogGroup')
      .find(each => each.stack === stack && each.id === made.text(LogGroup));
    expect(group?.Properties['RetentionInDays']).toBe(30);
  });

  test('P-24: knows no password', () => {
    const environment = environmentOf(name);
    expect(Object.keys(environment).filter(each => /PASSWORD|TOKEN|KEY/.test(each))).toEqual([]);
    expect(JSON.stringify(made.functionNamed(name).Properties)).not.toContain('{{resolve:');
  });
});

describe.for([
  ['api', 'meetassist_api'],
  ['archive', 'meetassist_archive'],
  ['loader', 'meetassist_owner'],
] as const)('the function %s with a database', ([name, user]) => {
  test('P-48: finds every setting that it reads, signs in with tokens, and verifies the database', () => {
    const variables = environmentOf(name);
    const pem = path.join(workshop.folder, `${name}.pem`);
    writeFileSync(pem, 'authorities');
    expect(variables['DATABASE_CA_FILE']).toBe('/var/task/rds-ca/AWS::Region.pem');
    const environment = { ...variables, DATABASE_CA_FILE: pem };
    expect(readConfig(environment)).toMatchObject({
      zone: 'Asia/Ho_Chi_Minh',
      database: {
        host: `${made.single('AWS::RDS::DBInstance').id}.Endpoint.Address`,
        database: 'meetassist',
        user,
        password: expect.any(Function),
        tls: { ca: 'authorities' },
      },
    });
    if (name === 'api') return;
    expect(readJobConfig(environment).bucket).toEqual({
      name: made.single('AWS::S3::Bucket', 'Data').id,
      region: 'ap-southeast-1',
    });
  });

  test('P-24: may sign in as its own user and no other', () => {
    const { stack, Properties } = made.functionNamed(name);
    const connect = made
      .statementsOf(stack, Properties['Role'])
      .filter(({ Action }) => Action === 'rds-db:connect');
    expect(connect.map(({ Resource }) => made.text(Resource))).toEqual([
      `arn:AWS::Partition:rds-db:AWS::Region:AWS::AccountId:dbuser:${made.single('AWS::RDS::DBInstance').id}.DbiResourceId/${user}`,
    ]);
  });

  test('reaches the database, the bucket if it works there, and nothing else', () => {
    const { stack, Properties } = made.functionNamed(name);
    const { SecurityGroupIds, SubnetIds } = Properties['VpcConfig'] as {
      SecurityGroupIds: unknown[];
      SubnetIds: unknown[];
    };
    expect(SubnetIds).toHaveLength(2);
    expect(SecurityGroupIds).toHaveLength(1);
    const reference = made.text(SecurityGroupIds[0]);
    const group = made
      .of('AWS::EC2::SecurityGroup')
      .find(each => each.stack === stack && `${each.id}.GroupId` === reference);
    expect(group?.Properties).not.toHaveProperty('SecurityGroupIngress');
    // Anywhere that has a way: out of isolated subnets there is the endpoint of S3 only, for one bucket.
    const s3 = { CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 };
    const open = group?.Properties['SecurityGroupEgress'];
    if (name === 'api') expect(open).toBeUndefined();
    else expect(open).toEqual([expect.objectContaining(s3)]);
    const ways = made
      .of('AWS::EC2::SecurityGroupEgress')
      .filter(each => each.stack === stack && made.text(each.Properties['GroupId']) === reference)
      .map(each => [
        made.text(each.Properties['DestinationSecurityGroupId']),
        each.Properties['FromPort'],
        each.Properties['ToPort'],
      ]);
    const database = made.single('AWS::EC2::SecurityGroup', 'Data');
    expect(ways).toEqual([[`${database.id}.GroupId`, 5432, 5432]]);
  });
});

describe('the functions outside the network', () => {
  test('are those that speak to services of AWS, and find what they read', () => {
    const outside = keys.filter(name => !('VpcConfig' in made.functionNamed(name).Properties));
    expect(outside).toEqual(['schedule', 'deployment']);
    expect(readScheduleConfig(environmentOf('schedule'))).toMatchObject({
      rule: 'MeetAssist-ArchiveSchedule',
    });
    expect(readDeploymentConfig(environmentOf('deployment'))).toEqual({
      masterSecret: `${made.single('AWS::RDS::DBInstance').id}.MasterUserSecret.SecretArn`,
      loader: made.functionNamed('loader').id,
      region: 'ap-southeast-1',
    });
  });

  test('P-24: one function reads the master user’s secret, and it is not inside', () => {
    const readers = keys.filter(name => {
      const { stack, Properties } = made.functionNamed(name);
      return made
        .statementsOf(stack, Properties['Role'])
        .some(({ Action }) => [Action].flat().some(each => each.startsWith('secretsmanager:')));
    });
    expect(readers).toEqual(['deployment']);
  });
});

describe('what is sent without waiting', () => {
  /** How long Lambda tries to bring events to a function. */
  const patienceWith = (name: FunctionKey): Record<string, unknown> | undefined => {
    const { stack, id } = made.functionNamed(name);
    return made
      .of('AWS::Lambda::EventInvokeConfig')
      .map(({ stack: own, Properties }) => ({ own, ...Properties }) as Record<string, unknown>)
      .find(({ own, FunctionName }) => own === stack && made.text(FunctionName) === id);
  };

  test('is tried three times within an hour, and then kept in an encrypted queue', () => {
    for (const name of ['archive', 'loader'] as const) {
      const { stack, Properties } = made.functionNamed(name);
      const queue = made.single('AWS::SQS::Queue', stack);
      const { TargetArn } = Properties['DeadLetterConfig'] as Record<string, unknown>;
      expect(made.text(TargetArn)).toBe(`${queue.id}.Arn`);
      expect(patienceWith(name)).toMatchObject({
        MaximumEventAgeInSeconds: 3_600,
        MaximumRetryAttempts: 2,
      });
    }
  });

  test('is of no use hours after CloudFormation asked, and in no queue, for an event holds where to answer', () => {
    const { Properties } = made.functionNamed('deployment');
    expect(Properties).not.toHaveProperty('DeadLetterConfig');
    const settled = Number(made.single('Custom::SettledBucket').Properties['ServiceTimeout']);
    expect(patienceWith('deployment')).toMatchObject({ MaximumEventAgeInSeconds: settled });
  });
});

test('the database is prepared anew when the loader changes, after everything that this takes', () => {
  const { Properties, DependsOn = [] } = made.single('Custom::PreparedDatabase');
  expect(made.text(Properties['ServiceToken'])).toBe(`${made.functionNamed('deployment').id}.Arn`);
  expect(Properties).toMatchObject({
    Loader: expect.stringMatching(/^[0-9a-f]{64}$/),
    ServiceTimeout: '960',
  });
  const needed = made.resources.filter(
    ({ stack, Type }) =>
      stack === 'Database' &&
      [
        'AWS::IAM::Policy',
        'AWS::EC2::SecurityGroupIngress',
        'AWS::EC2::SecurityGroupEgress',
        'AWS::Lambda::Function',
      ].includes(Type),
  );
  expect(needed.map(({ id }) => id).filter(id => !DependsOn.includes(id))).toEqual([]);
});

test('everybody may read what functions run, whoever built it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-artifacts-'));
  const before = process.umask(0o077);
  try {
    const { folderOf } = await buildArtifacts(folder);
    const modes = Object.values(folderOf).flatMap(own =>
      readdirSync(own, { recursive: true, withFileTypes: true }).map(entry => {
        const { mode } = statSync(path.join(entry.parentPath, entry.name));
        return `${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`;
      }),
    );
    expect(new Set(modes)).toEqual(new Set(['folder 755', 'file 644']));
  } finally {
    process.umask(before);
    rmSync(folder, { recursive: true });
  }
});

describe('P-54: a function carries what it needs', () => {
  const bundleOf = (name: FunctionKey): string => {
    const file = `${functions[name].name}.mjs`;
    return readFileSync(path.join(workshop.artifacts.folderOf[name], file), 'utf8');
  };
  test.for([
    ['the driver of PostgreSQL', 'SCRAM-SHA-256', ['api', 'archive', 'loader']],
    ['the client of EventBridge', 'AWSEvents', ['schedule']],
    ['the client of Secrets Manager', 'secretsmanager', ['deployment']],
  ] as const)('%s is in the bundles that use it only', ([, mark, users]) => {
    expect(keys.filter(name => bundleOf(name).includes(mark))).toEqual(users);
  });

  test.for([
    ['schedule', 'with it'],
    ['archive', 'without it'],
    ['loader', 'without it'],
  ] as const)('what speaks to AWS over HTTPS: %s starts %s', async ([name, how]) => {
    const pem = path.join(workshop.folder, `${name}-start.pem`);
    writeFileSync(pem, 'authorities');
    const bundle = path.join(workshop.artifacts.folderOf[name], `${functions[name].name}.mjs`);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', STARTED, pathToFileURL(bundle).href],
      { env: { ...environmentOf(name), DATABASE_CA_FILE: pem } },
    );
    expect(stdout.trim()).toBe(how);
  });

  test.for(keys)(
    'P-54: the bundle of %s keeps its budget, and leaves little of it unused',
    name => {
      const { budgetKb } = functions[name];
      const bytes = Buffer.byteLength(bundleOf(name));
      expect(bytes).toBeLessThanOrEqual(budgetKb * 1_000);
      // One that has become smaller is held to that.
      expect(bytes).toBeGreaterThan(budgetKb * 800);
    },
  );
});
