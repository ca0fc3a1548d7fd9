import { isObjectType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BundledManifest, bundleManifest } from '../../build/manifest.ts';
import { buildApiSchema } from '../../local/appsync/schema.ts';
import { limits, resolvers } from '../../resolvers/manifest.ts';
import { openWorkshop, type Synthesis, type Workshop } from './synthesis.ts';

let workshop: Workshop;
let onThisMachine: BundledManifest;
let made: Synthesis;

beforeAll(async () => {
  [workshop, onThisMachine] = await Promise.all([openWorkshop(), bundleManifest()]);
  made = workshop.synthesise();
});
afterAll(() => workshop.close());

const fieldOf = ({ TypeName, FieldName }: Record<string, unknown>): string =>
  `${String(TypeName)}.${String(FieldName)}`;

const api = (from: Synthesis = made) => from.single('AWS::AppSync::GraphQLApi').Properties;

describe('resolvers', () => {
  test('there is exactly one for each entry of the manifest', () => {
    const deployed = made.of('AWS::AppSync::Resolver').map(({ Properties }) => fieldOf(Properties));
    expect(deployed.toSorted()).toEqual(
      resolvers.map(({ typeName, fieldName }) => `${typeName}.${fieldName}`).toSorted(),
    );
  });

  test('the functions of pipelines are those of the manifest, their code that of the local stack', () => {
    const deployed = made.of('AWS::AppSync::FunctionConfiguration').map(({ Properties }) => ({
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
    for (const { Properties } of made.of('AWS::AppSync::Resolver')) {
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
      made
        .of('AWS::AppSync::FunctionConfiguration')
        .map(({ id, Properties }) => [`${id}.FunctionId`, String(Properties['Name'])]),
    );
    for (const { Properties } of made.of('AWS::AppSync::Resolver')) {
      const entry = resolvers.find(
        ({ typeName, fieldName }) => `${typeName}.${fieldName}` === fieldOf(Properties),
      );
      expect(Properties).toMatchObject({
        Kind: entry?.functions ? 'PIPELINE' : 'UNIT',
        Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
      });
      expect(Properties['DataSourceName']).toBe(entry?.dataSource);
      const config = Properties['PipelineConfig'] as { Functions: unknown[] } | undefined;
      const named = config?.Functions.map(each => functions.get(made.text(each)));
      expect(named).toEqual(entry?.functions);
    }
  });

  test('each data source invokes its function, and may invoke nothing else', () => {
    const sources = made.of('AWS::AppSync::DataSource');
    expect(sources.map(({ Properties }) => Properties['Name']).toSorted()).toEqual([
      'api',
      'archive',
      'loader',
      'none',
      'schedule',
    ]);
    for (const { stack, Properties } of sources) {
      if (Properties['Name'] === 'none') {
        expect(Properties['Type']).toBe('NONE');
        continue;
      }
      expect(Properties).toMatchObject({ Type: 'AWS_LAMBDA', MetricsConfig: 'ENABLED' });
      const { LambdaFunctionArn: arn } = Properties['LambdaConfig'] as Record<string, unknown>;
      const { id } = made.functionNamed(String(Properties['Name']));
      expect(made.text(arn)).toBe(`${id}.Arn`);
      expect(made.statementsOf(stack, Properties['ServiceRoleArn'])).toEqual([
        { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn },
      ]);
    }
  });
});

describe('the API', () => {
  test('users of the pool sign in by default, machines with IAM, and nobody otherwise', () => {
    const { id } = made.single('AWS::Cognito::UserPool');
    expect(api()).toMatchObject({
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }],
    });
    const { UserPoolId, AppIdClientRegex } = api()['UserPoolConfig'] as Record<string, unknown>;
    expect(made.text(UserPoolId)).toBe(id);
    expect(made.text(AppIdClientRegex)).toBe(made.single('AWS::Cognito::UserPoolClient').id);
    expect(made.of('AWS::AppSync::ApiKey')).toEqual([]);
  });

  test('its limits are those of the manifest', () => {
    expect(api()).toMatchObject({
      QueryDepthLimit: limits.queryDepth,
      ResolverCountLimit: limits.resolverCount,
    });
  });

  test('who asks for the schema gets it where things are tried out, and not in production', () => {
    expect(api()['IntrospectionConfig']).toBe('ENABLED');
    expect(api(workshop.synthesise({ profile: 'prod' }))['IntrospectionConfig']).toBe('DISABLED');
  });

  test('logs name failing fields without tokens or answers; requests are traced, and counted by data source', () => {
    expect(api()).toMatchObject({
      LogConfig: { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true },
      XrayEnabled: true,
      EnhancedMetricsConfig: {
        DataSourceLevelMetricsBehavior: 'PER_DATA_SOURCE_METRICS',
        OperationLevelMetricsConfig: 'DISABLED',
        ResolverLevelMetricsBehavior: 'PER_RESOLVER_METRICS',
      },
    });
    const metered = made
      .of('AWS::AppSync::Resolver')
      .filter(({ Properties }) => Properties['MetricsConfig'] === 'ENABLED');
    expect(metered).toEqual([]);
  });

  test('its schema can be read, and every root field says who may call it', () => {
    const schema = String(made.single('AWS::AppSync::GraphQLSchema').Properties['Definition']);
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

  test('its firewall blocks floods and known attacks, lets large documents pass, and hides tokens in samples', () => {
    const { stack, id } = made.single('AWS::AppSync::GraphQLApi');
    const acl = made.single('AWS::WAFv2::WebACL', stack);
    const { ResourceArn, WebACLArn } = made.single('AWS::WAFv2::WebACLAssociation').Properties;
    expect([made.text(ResourceArn), made.text(WebACLArn)]).toEqual([`${id}.Arn`, `${acl.id}.Arn`]);
    expect(acl.Properties).toMatchObject({
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      Rules: [
        { Action: { Block: {} }, Statement: { RateBasedStatement: { AggregateKeyType: 'IP' } } },
        {
          OverrideAction: { None: {} },
          Statement: {
            ManagedRuleGroupStatement: {
              Name: 'AWSManagedRulesCommonRuleSet',
              RuleActionOverrides: expect.arrayContaining([
                { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
              ]),
            },
          },
        },
        {
          OverrideAction: { None: {} },
          Statement: {
            ManagedRuleGroupStatement: { Name: 'AWSManagedRulesKnownBadInputsRuleSet' },
          },
        },
      ],
      DataProtectionConfig: {
        DataProtections: [
          { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization'] } },
          { Field: { FieldType: 'QUERY_STRING' } },
        ],
      },
    });
  });
});
