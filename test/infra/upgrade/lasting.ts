import { readSpecification, type ResourceType } from './specification.ts';

/** The templates of a deployment, by the stack's name without the prefix. */
export type Templates = Readonly<Record<string, { readonly Resources: Resources }>>;
export type Resources = Readonly<Record<string, Resource>>;
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** What is to outlive every deployment, as far as a deployment could end it. */
export interface Lasting {
  readonly type: string;
  /** What becomes of it when it is taken out of the template, and when it is made anew. */
  readonly removed: string;
  readonly replaced: string;
  /** The service refuses to delete it. */
  readonly protected: boolean;
  /** Properties whose change makes it anew. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

/** By stack and logical id: `Data/DataBucketE6B0FAA8`. */
export type LastingSet = Readonly<Record<string, Lasting>>;

/** Holds nothing itself, but what does hangs on it, or people know its id. */
const depended = new Set([
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  // Taking a group away takes everybody out of it.
  'AWS::Cognito::UserPoolGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBSubnetGroup',
]);

/** Holds something, which passes: logs after a month, dead letters after two weeks; the key is for messages on their way. */
export const passing: ReadonlySet<string> = new Set([
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::SQS::Queue',
]);

/**
 * May replace a server in general, but not this one. Source: AWS CloudFormation Template Reference, AWS::RDS::DBInstance:
 * replacement only where it is said of these for engines or storage that are not used here.
 */
const inPlace: Readonly<Record<string, readonly string[]>> = {
  'AWS::RDS::DBInstance': [
    ...['AutoMinorVersionUpgrade', 'BackupRetentionPeriod', 'DBParameterGroupName'],
    ...['MultiAZ', 'PreferredMaintenanceWindow', 'StorageType'],
  ],
};

const specification = readSpecification();
const NOTHING_KNOWN: ResourceType = { isStateful: false, replacedBy: new Set() };

/** What a type is; nothing is known of what functions of ours make. */
export function typeOf(type: string): ResourceType {
  return specification.get(type) ?? NOTHING_KNOWN;
}

/** Everything that lasts. */
export function lastingOf(templates: Templates): LastingSet {
  const found = Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => lasts(Type))
      .map(([id, resource]) => [`${stack}/${id}`, toLasting(resource)] as const),
  );
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function lasts(type: string): boolean {
  return depended.has(type) || (typeOf(type).isStateful && !passing.has(type));
}

function toLasting(resource: Resource): Lasting {
  const { Type: type, Properties = {}, DeletionPolicy, UpdateReplacePolicy } = resource;
  const fixed = Object.entries(Properties).filter(
    ([name]) => typeOf(type).replacedBy.has(name) && !inPlace[type]?.includes(name),
  );
  // Rows of a server that says nothing are kept in a last snapshot. Source: CloudFormation, "DeletionPolicy attribute".
  const unsaid = type.startsWith('AWS::RDS::DBCluster') ? 'Snapshot' : 'Delete';
  return {
    type,
    removed: DeletionPolicy ?? unsaid,
    replaced: UpdateReplacePolicy ?? 'Delete',
    protected: [true, 'ACTIVE'].includes(Properties['DeletionProtection'] as never),
    fixed: Object.fromEntries(fixed.toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}
