import { type Duration } from 'aws-cdk-lib';
import {
  AppsyncFunction,
  type BaseDataSource,
  Code,
  FunctionRuntime,
  type IAppsyncFunction,
  type IGraphqlApi,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import { Construct } from 'constructs';
import { type DataSourceName } from '../../resolvers/manifest.ts';
import { type BundledManifest } from '../../build/manifest.ts';

export interface ResolverSetProps {
  readonly api: IGraphqlApi;
  readonly manifest: BundledManifest;
  /** One for each name that the manifest uses; the compiler insists on all of them. */
  readonly dataSources: Readonly<Record<DataSourceName, BaseDataSource>>;
  /** How long answers are kept of fields that may be. Left out: the API has no cache. */
  readonly cacheFor?: Duration;
}

/**
 * Attaches every resolver of the manifest to the API, and the functions of its pipelines. Knows no field by name. The
 * construct id is the field: under another id the resolver would be created before the old one goes, and AppSync takes
 * one resolver per field.
 */
export class ResolverSet extends Construct {
  constructor(scope: Construct, id: string, props: ResolverSetProps) {
    super(scope, id);
    const { api, manifest, dataSources, cacheFor } = props;
    const runtime = FunctionRuntime.JS_1_0_0;
    const functions = new Map<string, IAppsyncFunction>();
    for (const { name, dataSource, maxBatchSize, code } of manifest.functions) {
      const deployed = new AppsyncFunction(this, `function.${name}`, {
        api,
        name,
        dataSource: dataSources[dataSource],
        runtime,
        code: Code.fromInline(code),
        maxBatchSize,
      });
      functions.set(name, deployed);
    }
    const named = (name: string): IAppsyncFunction => {
      const deployed = functions.get(name);
      if (!deployed) throw new Error(`The manifest has no function "${name}".`);
      return deployed;
    };
    for (const { typeName, fieldName, code, ...how } of manifest.resolvers) {
      new Resolver(this, `${typeName}.${fieldName}`, {
        api,
        typeName,
        fieldName,
        runtime,
        code: Code.fromInline(code),
        ...(how.functions
          ? { pipelineConfig: how.functions.map(named) }
          : { dataSource: dataSources[how.dataSource], maxBatchSize: how.maxBatchSize }),
        ...(how.cachedBy &&
          cacheFor && {
            cachingConfig: {
              ttl: cacheFor,
              cachingKeys: how.cachedBy.map(argument => `$context.arguments.${argument}`),
            },
          }),
      });
    }
  }
}
