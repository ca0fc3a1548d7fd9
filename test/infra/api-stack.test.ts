import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { App, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { isObjectType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../build/bundle.ts';
import { functions } from '../../build/functions.ts';
import { rules } from '../../build/rules.ts';
import { buildArtifacts } from '../../infra/artifacts.ts';
import { ApiStack } from '../../infra/stacks/api-stack.ts';
import { buildApiSchema } from '../../local/appsync/schema.ts';
import { type BundledManifest, bundleManifest } from '../../build/manifest.ts';
import { limits, resolvers } from '../../resolvers/manifest.ts';
import { readConfig, readJobConfig } from '../../services/handlers/config.ts';

const root = path.join(import.meta.dirname, '../..');
const settings: { context: Record<string, unknown> } = JSON.parse(
  readFileSync(path.join(root, 'cdk.json'), 'utf8'),
);

let folder: string;
let artifacts: Awaited<ReturnType<typeof buildArtifacts>>;
let onThisMachine: BundledManifest;
/** As the app makes it: what is not made here is named by parameters. */
let template: Template;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-infra-'));
  [artifacts, onThisMachine] = await Promise.all([
    buildArtifacts(path.join(folder, 'artifacts')),
    bundleManifest(),
  ]);
  template = Template.fromStack(new ApiStack(newApp('cdk.out'), 'Api', { artifacts }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Settings as the command line gives them; the validator runs in the test of the command line. */
function newApp(outdir: string): App {
  return new App({
    outdir: path.join(folder, outdir),
    context: settings.context,
    builtinCloudFormationValidation: false,
  });
}

/** Of a resolver with functions: references to their ids, in their order. */
interface PipelineConfig {
  readonly Functions: readonly {
    readonly 'Fn::GetAtt': readonly [logicalId: string, 'FunctionId'];
  }[];
}

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

function resourcesOf(type: string, from: Template = template): Resource[] {
  return Object.values(from.findResources(type)) as Resource[];
}

/** The function whose handler is in `<name>.mjs`. */
function functionNamed(name: string): Record<string, unknown> {
  const found = resourcesOf('AWS::Lambda::Function').filter(
    ({ Properties }) => Properties['Handler'] === `${name}.handler`,
  );
  if (!found[0] || found.length > 1) throw new Error(`expected one function ${name}`);
  return found[0].Properties;
}

/** Of the policies that a role has of its own. */
function statementsOf(roleId: string | undefined): unknown[] {
  return resourcesOf('AWS::IAM::Policy')
    .filter(({ Properties }) =>
      (Properties['Roles'] as readonly { Ref?: string }[]).some(({ Ref }) => Ref === roleId),
    )
    .flatMap(
      ({ Properties }) => (Properties['PolicyDocument'] as { Statement: unknown[] }).Statement,
    );
}

function onlyOne(type: string): Record<string, unknown> {
  const [resource, ...others] = resourcesOf(type);
  if (!resource || others.length > 0) throw new Error(`expected one ${type}`);
  return resource.Properties;
}

describe('resolvers', () => {
  const fieldOf = ({ TypeName, FieldName }: Record<string, unknown>): string =>
    `${String(TypeName)}.${String(FieldName)}`;

  test('there is exactly one for each entry of the manifest', () => {
    const deployed = resourcesOf('AWS::AppSync::Resolver').map(({ Properties }) =>
      fieldOf(Properties),
    );
    expect(deployed.toSorted()).toEqual(
      resolvers.map(({ typeName, fieldName }) => `${typeName}.${fieldName}`).toSorted(),
    );
  });

  test('the functions of pipelines are those of the manifest, their code that of the local stack', () => {
    const deployed = resourcesOf('AWS::AppSync::FunctionConfiguration').map(({ Properties }) => ({
      name: Properties['Name'],
      code: Properties['Code'],
      dataSource: Properties['DataSourceName'],
    }));
    expect(deployed).toEqual(
      onThisMachine.functions.map(({ name, code, dataSource }) => ({ name, code, dataSource })),
    );
    expect(deployed.filter(({ code }) => String(code).length > 32_768)).toEqual([]);
  });

  test('their code is byte for byte what the local stack loads, and AppSync takes its size', () => {
    for (const { Properties } of resourcesOf('AWS::AppSync::Resolver')) {
      const local = onThisMachine.resolvers.find(
        ({ typeName, fieldName }) => `${typeName}.${fieldName}` === fieldOf(Properties),
      );
      expect(Properties['Code']).toBe(local?.code);
      expect(String(Properties['Code']).length).toBeGreaterThan(0);
      expect(String(Properties['Code']).length).toBeLessThanOrEqual(32_768);
      expect(Properties['MaxBatchSize']).toBe(local?.maxBatchSize);
    }
  });

  test('they run on APPSYNC_JS, over the data source or the functions that the manifest names', () => {
    const functions = new Map(
      Object.entries(template.findResources('AWS::AppSync::FunctionConfiguration')).map(
        ([id, { Properties }]) => [id, String(Properties['Name'])],
      ),
    );
    for (const { Properties } of resourcesOf('AWS::AppSync::Resolver')) {
      const entry = resolvers.find(
        ({ typeName, fieldName }) => `${typeName}.${fieldName}` === fieldOf(Properties),
      );
      expect(Properties).toMatchObject({
        Kind: entry?.functions ? 'PIPELINE' : 'UNIT',
        Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
      });
      expect(Properties['DataSourceName']).toBe(entry?.dataSource);
      const config = Properties['PipelineConfig'] as PipelineConfig | undefined;
      const named = config?.Functions.map(each => functions.get(each['Fn::GetAtt'][0]));
      expect(named).toEqual(entry?.functions);
    }
    template.hasResourceProperties('AWS::AppSync::DataSource', { Name: 'none', Type: 'NONE' });
    for (const Name of ['api', 'archive', 'loader']) {
      template.hasResourceProperties('AWS::AppSync::DataSource', { Name, Type: 'AWS_LAMBDA' });
    }
  });
});

describe('the API', () => {
  test('users of the pool sign in by default, machines with IAM, and nobody otherwise', () => {
    expect(onlyOne('AWS::AppSync::GraphQLApi')).toMatchObject({
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      UserPoolConfig: { UserPoolId: { Ref: 'UserPoolId' } },
      AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }],
    });
    template.resourceCountIs('AWS::AppSync::ApiKey', 0);
  });

  test('its limits are those of the manifest', () => {
    expect(onlyOne('AWS::AppSync::GraphQLApi')).toMatchObject({
      QueryDepthLimit: limits.queryDepth,
      ResolverCountLimit: limits.resolverCount,
      IntrospectionConfig: 'ENABLED',
    });
  });

  test('logs name failing fields without tokens or answers, and go after 30 days', () => {
    expect(onlyOne('AWS::AppSync::GraphQLApi')).toMatchObject({
      LogConfig: { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true },
    });
    // The API's own, and one of each function but the deployment's, which stands elsewhere.
    template.resourceCountIs('AWS::Logs::LogGroup', Object.keys(functions).length);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.resourceCountIs('Custom::LogRetention', 0);
  });

  test('its schema can be read, and every root field says who may call it', () => {
    const schema = String(onlyOne('AWS::AppSync::GraphQLSchema')['Definition']);
    const { definitions } = parse(schema);
    const undirected = definitions.flatMap(definition =>
      definition.kind === 'ObjectTypeDefinition' &&
      ['Query', 'Mutation', 'Subscription'].includes(definition.name.value)
        ? (definition.fields ?? []).filter(field => field.directives?.length === 0)
        : [],
    );
    expect(undirected.map(field => field.name.value)).toEqual([]);
    const { schema: built } = buildApiSchema(schema, 'AMAZON_COGNITO_USER_POOLS');
    for (const { typeName, fieldName } of resolvers) {
      const type = built.getType(typeName);
      expect(isObjectType(type) && Object.keys(type.getFields())).toContain(fieldName);
    }
  });
});

interface GetAtt {
  readonly 'Fn::GetAtt': readonly [logicalId: string, attribute: string];
}

/** The function that runs a handler, with what belongs to it. */
function functionOf(name: keyof typeof functions) {
  const handler = `${functions[name].name}.handler`;
  const found = Object.values(template.findResources('AWS::Lambda::Function')).filter(
    ({ Properties }) => Properties['Handler'] === handler,
  ) as Resource[];
  const [resource, ...others] = found;
  if (!resource || others.length > 0) throw new Error(`expected one ${handler}`);
  const { Properties } = resource;
  const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
  return { properties: Properties, variables: Variables };
}

describe.for(['api', 'archive', 'loader'] as const)('the function %s', name => {
  const definition = functions[name];

  test('is the handler that the local stack runs, on Node.js 24 for Graviton', async () => {
    expect(functionOf(name).properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: definition.timeoutMs / 1000,
      MemorySize: definition.memoryMb,
    });
    const local = path.join(folder, `local/${name}.mjs`);
    await bundleHandler(definition.entry, local);
    const deployed = path.join(artifacts.folderOf[name], `${definition.name}.mjs`);
    expect(readFileSync(deployed)).toEqual(readFileSync(local));
  });

  test('finds in its environment every setting that it reads, and verifies the database', () => {
    const pem = path.join(folder, 'ca.pem');
    writeFileSync(pem, 'authorities');
    const { variables } = functionOf(name);
    const names = Object.keys(variables).map(each => [each, `value of ${each}`]);
    const environment = {
      ...Object.fromEntries(names),
      // Lambda's own.
      AWS_REGION: 'ap-southeast-1',
      DATABASE_PORT: '5432',
      DATABASE_AUTH: String(variables['DATABASE_AUTH']),
      DATABASE_TLS: String(variables['DATABASE_TLS']),
      DATABASE_CA_FILE: pem,
    };
    expect(readConfig(environment).database).toMatchObject({
      host: 'value of DATABASE_HOST',
      database: 'value of DATABASE_NAME',
      user: 'value of DATABASE_USER',
      password: 'value of DATABASE_PASSWORD',
      tls: { ca: 'authorities' },
    });
    if (name === 'api') return;
    expect(readJobConfig(environment).bucket).toEqual({
      name: 'value of ARCHIVE_BUCKET',
      region: 'ap-southeast-1',
    });
  });

  test('gets the password of its own role at deployment: the template holds a reference', () => {
    const secret = {
      api: 'DatabaseCredentialsArn',
      archive: 'ArchiveCredentialsArn',
      loader: 'OwnerCredentialsArn',
    }[name];
    expect(functionOf(name).variables['DATABASE_PASSWORD']).toEqual({
      'Fn::Join': [
        '',
        ['{{resolve:secretsmanager:', { Ref: secret }, ':SecretString:password::}}'],
      ],
    });
  });

  test('reaches the database, the bucket if it works there, and nothing else', () => {
    const { SecurityGroupIds } = functionOf(name).properties['VpcConfig'] as {
      SecurityGroupIds: GetAtt[];
    };
    expect(SecurityGroupIds).toHaveLength(1);
    const group = SecurityGroupIds[0]?.['Fn::GetAtt'][0] ?? '';
    const { Properties } = template.findResources('AWS::EC2::SecurityGroup')[group] as Resource;
    expect(Properties).not.toHaveProperty('SecurityGroupIngress');
    expect(Properties).not.toHaveProperty('SecurityGroupEgress');
    const ways = resourcesOf('AWS::EC2::SecurityGroupEgress')
      .map(each => each.Properties)
      .filter(({ GroupId }) => (GroupId as GetAtt)['Fn::GetAtt'][0] === group)
      .map(({ DestinationSecurityGroupId, DestinationPrefixListId, FromPort, ToPort }) => ({
        to: DestinationSecurityGroupId ?? DestinationPrefixListId,
        ports: [FromPort, ToPort],
      }));
    const port = { Ref: 'DatabasePort' };
    const database = { to: { Ref: 'DatabaseSecurityGroupId' }, ports: [port, port] };
    const s3 = { to: { Ref: 'S3PrefixListId' }, ports: [443, 443] };
    expect(ways).toHaveLength(name === 'api' ? 1 : 2);
    expect(ways).toEqual(expect.arrayContaining(name === 'api' ? [database] : [database, s3]));
  });
});

/** The rule of this name: its id, its properties, and its target. */
function ruleNamed(name: string) {
  const found = Object.entries(template.findResources('AWS::Events::Rule')).filter(
    ([, { Properties }]) => Properties['Name'] === name,
  );
  const [entry] = found;
  if (!entry || found.length > 1) throw new Error(`expected one rule ${name}`);
  const [id, { Properties }] = entry;
  const targets = Properties['Targets'] as readonly Record<string, unknown>[];
  expect(targets).toHaveLength(1);
  return { id, properties: Properties as Record<string, unknown>, target: targets[0] ?? {} };
}

describe('rules of EventBridge', () => {
  test.for(rules)('$name calls the API as a role that may call its one field', rule => {
    const { properties, target } = ruleNamed(`MeetAssist-${rule.name}`);
    expect(properties['State']).toBe(rule.enabled ? 'ENABLED' : 'DISABLED');
    expect(target).toMatchObject({
      AppSyncParameters: { GraphQLOperation: rule.target.document },
    });
    const [roleId] = (target['RoleArn'] as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
    expect(statementsOf(roleId)).toEqual([
      {
        Effect: 'Allow',
        Action: 'appsync:GraphQL',
        Resource: expect.objectContaining({
          'Fn::Join': [
            '',
            expect.arrayContaining([`/types/Mutation/fields/${rule.target.mutation}`]),
          ],
        }),
      },
    ]);
  });

  test('runs are told of by records that came into the data bucket, with their keys', () => {
    const { properties, target } = ruleNamed('MeetAssist-ArchiveRuns');
    expect(properties['EventPattern']).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [{ Ref: 'DataBucketName' }] },
        object: { key: [{ prefix: 'metadata/runs/' }] },
      },
    });
    expect(target['InputTransformer']).toEqual({
      InputPathsMap: { 'detail-object-key': '$.detail.object.key' },
      InputTemplate: '{"key":<detail-object-key>}',
    });
  });

  test('the schedule goes off every five minutes once it is on, without variables', () => {
    const { properties, target } = ruleNamed('MeetAssist-ArchiveSchedule');
    expect(properties['ScheduleExpression']).toBe('rate(5 minutes)');
    expect(target['Input']).toBe('{}');
  });

  test('the schedule is switched by a function outside the VPC that may touch this one rule', async () => {
    const { Environment, Role, ...properties } = functionNamed('schedule');
    expect(properties).not.toHaveProperty('VpcConfig');
    const { id: ruleId } = ruleNamed('MeetAssist-ArchiveSchedule');
    expect(Environment).toEqual({
      Variables: { NODE_OPTIONS: '--enable-source-maps', SCHEDULE_RULE: { Ref: ruleId } },
    });
    const [roleId] = (Role as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
    expect(statementsOf(roleId)).toEqual([
      {
        Effect: 'Allow',
        Action: ['events:DescribeRule', 'events:DisableRule', 'events:EnableRule'],
        Resource: { 'Fn::GetAtt': [ruleId, 'Arn'] },
      },
    ]);
    const local = path.join(folder, 'local/schedule.mjs');
    await bundleHandler(functions.schedule.entry, local);
    expect(readFileSync(path.join(artifacts.folderOf.schedule, 'schedule.mjs'))).toEqual(
      readFileSync(local),
    );
  });
});

test('P-25: the archive’s function reads and writes the archive, and takes nothing away', () => {
  const statements = resourcesOf('AWS::IAM::Policy').flatMap(
    ({ Properties }) =>
      (Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] }).Statement,
  );
  const actions = statements.flatMap(({ Action }) => [Action].flat());
  expect(new Set(actions.filter(action => action.startsWith('s3:')))).toEqual(
    new Set(['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload']),
  );
});

test('P-54: EventBridge’s client is in the one bundle that needs it, and that one is small', () => {
  const bundleOf = (name: keyof typeof functions): string =>
    readFileSync(path.join(artifacts.folderOf[name], `${functions[name].name}.mjs`), 'utf8');
  for (const name of Object.keys(functions) as (keyof typeof functions)[]) {
    expect([name, bundleOf(name).includes('AWSEvents')]).toEqual([name, name === 'schedule']);
  }
  expect(bundleOf('schedule').length).toBeLessThan(400_000);
});

test('no policy has an action or a resource of everything', () => {
  const statements = resourcesOf('AWS::IAM::Policy').flatMap(
    ({ Properties }) =>
      (Properties['PolicyDocument'] as { readonly Statement: Record<string, unknown>[] }).Statement,
  );
  expect(statements.length).toBeGreaterThan(0);
  for (const { Action, Resource } of statements) {
    expect([Action].flat().filter(action => String(action).includes('*'))).toEqual([]);
    expect([Resource].flat()).not.toContain('*');
  }
});

test('collaborators of other stacks take the place of parameters', () => {
  const app = newApp('with-collaborators');
  const below = new Stack(app, 'Below');
  const vpc = new Vpc(below, 'Vpc', {
    natGateways: 0,
    subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
  const { connections } = new SecurityGroup(below, 'Database', { vpc });
  const as = (role: string) => ({
    host: 'database.example',
    port: 5433,
    databaseName: 'meetassist',
    user: `meetassist_${role}`,
    password: SecretValue.secretsManager(`${role}-role`, { jsonField: 'password' }),
    caFile: '/var/task/rds.pem',
    connections,
  });
  const above = new ApiStack(app, 'Above', {
    artifacts,
    vpc,
    userPool: new UserPool(below, 'Users'),
    database: { api: as('api'), archive: as('archive'), owner: as('owner') },
    data: { bucket: new Bucket(below, 'Data'), prefixListId: 'pl-0123' },
  });
  const made = Template.fromStack(above);
  expect(Object.keys(made.findParameters('*'))).toEqual(['BootstrapVersion']);
  made.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ DATABASE_PORT: '5433' }) },
  });
  // The rule that opens the database lies above, or the two stacks would wait for each other.
  made.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5433, ToPort: 5433 });
  Template.fromStack(below).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
});

test('the command line synthesises without credentials, and its validator finds nothing', async () => {
  const output = path.join(folder, 'command-line');
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [path.join(root, 'node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--output', output],
    {
      cwd: root,
      env: {
        PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
        HOME: folder,
        CI: 'true',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    },
  );
  expect(stderr).not.toMatch(/warning|error/i);
  const report = readFileSync(path.join(output, 'validation-report.json'), 'utf8');
  expect(JSON.parse(report)).toMatchObject({ pluginReports: [] });
  // A program of its own: 4 s, and longer where other tests run beside it.
}, 120_000);
