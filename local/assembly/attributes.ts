import { LOCAL_ACCOUNT, LOCAL_REGION } from '../events/bus-event.ts';
import { type Resource } from './assembly.ts';
import { type Attribute, type Resolve } from './intrinsics.ts';
import { functionName } from './template-functions.ts';

/** Where the stand-in for RDS is reached. */
export const DATABASE_HOST = '127.0.0.1';

type Attributes = Readonly<
  Record<string, Readonly<Record<string, (resource: Resource, resolve: Resolve) => unknown>>>
>;

const lambdaArn = (name: string): string =>
  `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}`;
const named = ({ stack, id }: Resource): string => `${stack}-${id}`;
const bucketName = ({ stack, properties }: Resource, resolve: Resolve): unknown =>
  resolve(properties['BucketName'], stack);

/** The attributes that are asked for, by the type of resource. */
const ATTRIBUTES: Attributes = {
  'AWS::AppSync::FunctionConfiguration': { FunctionId: named },
  'AWS::AppSync::GraphQLApi': { ApiId: named, GraphQLEndpointArn: named },
  'AWS::Lambda::Alias': {
    Ref: ({ stack, properties }, resolve) =>
      `${lambdaArn(String(resolve(properties['FunctionName'], stack)))}:${String(properties['Name'])}`,
  },
  'AWS::Lambda::Function': {
    Ref: functionName,
    Arn: resource => lambdaArn(functionName(resource)),
  },
  'AWS::RDS::DBCluster': {
    'Endpoint.Address': () => DATABASE_HOST,
    DBClusterResourceId: named,
    'MasterUserSecret.SecretArn': secretArn,
  },
  'AWS::RDS::DBInstance': {
    'Endpoint.Address': () => DATABASE_HOST,
    DbiResourceId: named,
    'MasterUserSecret.SecretArn': secretArn,
  },
  'AWS::RDS::DBProxy': { Endpoint: () => DATABASE_HOST, DBProxyArn: named },
  'AWS::S3::Bucket': {
    Ref: bucketName,
    Arn: (resource, resolve) => `arn:aws:s3:::${String(bucketName(resource, resolve))}`,
  },
};

function secretArn(resource: Resource): string {
  return `arn:aws:secretsmanager:${LOCAL_REGION}:${LOCAL_ACCOUNT}:secret:${named(resource)}`;
}

/** What resources of the templates are on this machine. */
export const localAttribute: Attribute = (resource, name, resolve) =>
  ATTRIBUTES[resource.type]?.[name]?.(resource, resolve);
