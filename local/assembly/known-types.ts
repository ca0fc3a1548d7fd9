import { type Assembly } from './assembly.ts';
import { notUnderstood } from './not-understood.ts';

/** What the stack runs, reads rights in, or takes the place of. */
const UNDERSTOOD: readonly string[] = [
  'AWS::AppSync::DataSource',
  'AWS::AppSync::FunctionConfiguration',
  'AWS::AppSync::GraphQLApi',
  'AWS::AppSync::GraphQLSchema',
  'AWS::AppSync::Resolver',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Version',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBProxy',
  'AWS::S3::Bucket',
  'Custom::PreparedDatabase',
];

/** What is around it and changes no answer: network, firewall, log groups, queues, alarms, the console, the user pool. */
const AROUND: readonly RegExp[] = [
  /^AWS::(Budgets|CDK|CloudFront|CloudWatch|Cognito|EC2|KMS|Logs|SNS|SQS|WAFv2)::/,
  /^AWS::RDS::DB(ClusterParameterGroup|ParameterGroup|ProxyTargetGroup|SubnetGroup)$/,
  /^AWS::S3::BucketPolicy$/,
  // The local bucket is made with its settings.
  /^Custom::SettledBucket$/,
];

/** Throws `CannotStart` with the first resource of a type that nobody here knows. */
export function refuseUnknownTypes({ resources }: Assembly): void {
  const unknown = resources.find(
    ({ type }) => !UNDERSTOOD.includes(type) && !AROUND.some(each => each.test(type)),
  );
  if (unknown) throw notUnderstood(unknown, 'is of a type that is not known here');
}
