import { type Assembly, type Resource } from './assembly.ts';
import { type Resolve } from './intrinsics.ts';
import { notUnderstood } from './not-understood.ts';

interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** On which resources the role of a stack may take an action, by the policies of the templates. */
export type Rights = (role: RoleReference, action: string) => readonly string[];

/** A role, as a resource of the same stack refers to it. */
export interface RoleReference {
  readonly stack: string;
  /** `{ "Fn::GetAtt": [<id>, "Arn"] }` */
  readonly arn: unknown;
}

/** Reads the rights of roles. Policies that are not resources of their own are refused. */
export function createRights(assembly: Assembly, resolve: Resolve): Rights {
  return ({ stack, arn }, action) => {
    const role = roleIn(assembly, stack, arn);
    return assembly
      .of('AWS::IAM::Policy')
      .filter(each => each.stack === stack && isOf(each, role.id))
      .flatMap(policy =>
        statementsOf(policy)
          .filter(statement => listed(statement.Action).includes(action))
          .flatMap(({ Effect, Resource, Condition }) => {
            if (Effect !== 'Allow' || Condition !== undefined) {
              throw notUnderstood(policy, `says more about ${action} than that it is allowed`);
            }
            return listed(resolve(Resource, stack));
          }),
      );
  };
}

function roleIn(assembly: Assembly, stack: string, arn: unknown): Resource {
  const [id] = (arn as { 'Fn::GetAtt'?: readonly string[] })['Fn::GetAtt'] ?? [];
  const role = id === undefined ? undefined : assembly.resource(stack, id);
  if (role?.type !== 'AWS::IAM::Role') {
    throw new Error(`${JSON.stringify(arn)} is no role of ${stack}`);
  }
  for (const name of ['ManagedPolicyArns', 'Policies']) {
    if (role.properties[name] !== undefined) {
      throw notUnderstood(role, `has the property ${name}, which is not known here`);
    }
  }
  return role;
}

function isOf({ properties }: Resource, role: string): boolean {
  const roles = (properties['Roles'] ?? []) as readonly { readonly Ref?: string }[];
  return roles.some(each => each.Ref === role);
}

function statementsOf({ properties }: Resource): readonly Statement[] {
  const document = properties['PolicyDocument'] as { readonly Statement?: readonly Statement[] };
  return document.Statement ?? [];
}

function listed(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
