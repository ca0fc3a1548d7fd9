import {
  DataSourceMetricsConfig,
  type IGraphqlApi,
  LambdaDataSource,
} from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface FunctionSourceProps {
  readonly api: IGraphqlApi;
  /** As the manifest names it. */
  readonly name: string;
  readonly lambda: IFunction;
}

/** A function as a data source of the API, which may invoke it and no version or alias of it besides. */
export class FunctionSource extends Construct {
  readonly dataSource: LambdaDataSource;

  constructor(scope: Construct, id: string, { api, name, lambda }: FunctionSourceProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('appsync.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }),
    );
    this.dataSource = new LambdaDataSource(this, 'DataSource', {
      api,
      name,
      lambdaFunction: lambda,
      // Whom the construct would let invoke every version of the function as well.
      serviceRole: role.withoutPolicyUpdates(),
      metricsConfig: DataSourceMetricsConfig.ENABLED,
    });
  }
}
