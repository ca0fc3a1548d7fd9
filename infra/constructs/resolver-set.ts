import {
  type BaseDataSource,
  Code,
  FunctionRuntime,
  type IGraphqlApi,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import { Construct } from 'constructs';
import { type DataSourceName } from '../../resolvers/manifest.ts';
import { type BundledResolver } from '../../build/manifest.ts';

export interface ResolverSetProps {
  readonly api: IGraphqlApi;
  readonly resolvers: readonly BundledResolver[];
  /** One for each name that the manifest uses; the compiler insists on all of them. */
  readonly dataSources: Readonly<Record<DataSourceName, BaseDataSource>>;
}

/**
 * Attaches every resolver of the manifest to the API. Knows no field by name. The construct id is the field: under
 * another id the resolver would be created before the old one goes, and AppSync takes one resolver per field.
 */
export class ResolverSet extends Construct {
  constructor(scope: Construct, id: string, { api, resolvers, dataSources }: ResolverSetProps) {
    super(scope, id);
    for (const { typeName, fieldName, dataSource, maxBatchSize, code } of resolvers) {
      new Resolver(this, `${typeName}.${fieldName}`, {
        api,
        typeName,
        fieldName,
        dataSource: dataSources[dataSource],
        runtime: FunctionRuntime.JS_1_0_0,
        code: Code.fromInline(code),
        maxBatchSize,
      });
    }
  }
}
