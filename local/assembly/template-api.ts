import { type AppSyncApiOptions } from '../appsync/api.ts';
import { type BundledFunction, type BundledResolver } from '../appsync/resolvers.ts';
import { type Assembly, type Resource } from './assembly.ts';
import { type Resolve } from './intrinsics.ts';
import { notUnderstood } from './not-understood.ts';
import { Properties } from './properties.ts';
import { type Rights } from './rights.ts';

/** An AppSync API as its template says. */
export interface TemplateApi extends Pick<
  AppSyncApiOptions,
  'sdl' | 'resolvers' | 'functions' | 'environment' | 'introspection' | 'limits'
> {
  /** By data source: the ARN of the function behind it, null where there is none. */
  readonly sources: Readonly<Record<string, string | null>>;
}

const RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };

/** Reads the only API. Throws `CannotStart` by the name of what it does not know. */
export function templateApi(assembly: Assembly, resolve: Resolve, rights: Rights): TemplateApi {
  const api = only(assembly, 'AWS::AppSync::GraphQLApi');
  const functions = assembly.of('AWS::AppSync::FunctionConfiguration');
  const nameOf = new Map(
    functions.map(({ stack, id, properties }) => [
      resolve({ 'Fn::GetAtt': [id, 'FunctionId'] }, stack),
      String(properties['Name']),
    ]),
  );
  return {
    ...settings(new Properties(api, resolve)),
    sdl: schemaOf(new Properties(only(assembly, 'AWS::AppSync::GraphQLSchema'), resolve)),
    resolvers: assembly
      .of('AWS::AppSync::Resolver')
      .map(each => resolverOf(new Properties(each, resolve), nameOf)),
    functions: functions.map(each => functionOf(new Properties(each, resolve))),
    sources: Object.fromEntries(
      assembly.of('AWS::AppSync::DataSource').map(each => sourceOf(each, resolve, rights)),
    ),
  };
}

function only(assembly: Assembly, type: string): Resource {
  const [first, second] = assembly.of(type);
  if (!first) throw new Error(`the templates have no ${type}`);
  if (second) throw notUnderstood(second, 'is not the only one of its type');
  return first;
}

function settings(
  properties: Properties,
): Pick<TemplateApi, 'environment' | 'introspection' | 'limits'> {
  properties.mustBe('AuthenticationType', 'AMAZON_COGNITO_USER_POOLS');
  properties.mustBe('AdditionalAuthenticationProviders', [{ AuthenticationType: 'AWS_IAM' }]);
  properties.mustBe('IntrospectionConfig', 'ENABLED', 'DISABLED');
  const pool = properties.raw('UserPoolConfig') as { readonly DefaultAction?: unknown };
  if (pool.DefaultAction !== 'ALLOW') {
    throw properties.refusal('lets users in otherwise than by the schema’s directives');
  }
  const depth = properties.optionalNumber('QueryDepthLimit');
  const count = properties.optionalNumber('ResolverCountLimit');
  const introspection = properties.value('IntrospectionConfig') !== 'DISABLED';
  const environment = (properties.value('EnvironmentVariables') ?? {}) as Record<string, string>;
  // Logs, metrics and traces are this machine's own.
  properties.ignore('EnhancedMetricsConfig', 'LogConfig', 'XrayEnabled');
  properties.ignore('Name', 'OwnerContact', 'Tags');
  properties.end();
  return {
    ...{ environment, introspection },
    limits: {
      ...(depth !== undefined && { queryDepthLimit: depth }),
      ...(count !== undefined && { resolverCountLimit: count }),
    },
  };
}

function schemaOf(properties: Properties): string {
  properties.ignore('ApiId');
  const sdl = properties.text('Definition');
  properties.end();
  return sdl;
}

function resolverOf(properties: Properties, nameOf: ReadonlyMap<unknown, string>): BundledResolver {
  const base = {
    typeName: properties.text('TypeName'),
    fieldName: properties.text('FieldName'),
    code: codeOf(properties),
  };
  const isPipeline = properties.text('Kind') === 'PIPELINE';
  const read = isPipeline
    ? { ...base, functions: stepsOf(properties, nameOf) }
    : { ...base, ...askingOf(properties) };
  properties.mustBe('Kind', 'UNIT', 'PIPELINE');
  properties.end();
  return read;
}

function stepsOf(properties: Properties, nameOf: ReadonlyMap<unknown, string>): readonly string[] {
  const { Functions = [] } = properties.value('PipelineConfig') as {
    readonly Functions?: readonly unknown[];
  };
  return Functions.map(each => {
    const name = nameOf.get(each);
    if (name === undefined)
      throw properties.refusal(`names a function that is none: ${String(each)}`);
    return name;
  });
}

function functionOf(properties: Properties): BundledFunction {
  properties.mustBe('FunctionVersion', '2018-05-29');
  const read = {
    name: properties.text('Name'),
    code: codeOf(properties),
    ...askingOf(properties),
  };
  properties.end();
  return read;
}

function codeOf(properties: Properties): string {
  properties.ignore('ApiId');
  properties.mustBe('Runtime', RUNTIME);
  return properties.text('Code');
}

function askingOf(properties: Properties): { dataSource: string; maxBatchSize?: number } {
  const maxBatchSize = properties.optionalNumber('MaxBatchSize');
  return {
    dataSource: properties.text('DataSourceName'),
    ...(maxBatchSize !== undefined && { maxBatchSize }),
  };
}

/** A source whose role may not invoke its function would answer nothing but errors. */
function sourceOf(
  resource: Resource,
  resolve: Resolve,
  rights: Rights,
): readonly [string, string | null] {
  const properties = new Properties(resource, resolve);
  const name = properties.text('Name');
  properties.mustBe('Type', 'NONE', 'AWS_LAMBDA');
  properties.ignore('ApiId', 'MetricsConfig');
  const { LambdaFunctionArn: arn } = (properties.value('LambdaConfig') ?? {}) as {
    readonly LambdaFunctionArn?: string;
  };
  const role = { stack: resource.stack, arn: properties.raw('ServiceRoleArn') };
  properties.end();
  if (arn === undefined) return [name, null];
  if (rights(role, 'lambda:InvokeFunction').includes(arn)) return [name, arn];
  throw properties.refusal(`has a role that may not invoke ${arn}`);
}
