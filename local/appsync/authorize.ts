import { type ConstDirectiveNode, Kind } from 'graphql';
import { type IamIdentity, type Identity, modeOf } from '../identity/identity.ts';

/** Who may reach a field. Rules that say the same are one object, so that a request asks each of them once. */
export interface AccessRule {
  /** Position among the rules of the schema. */
  readonly id: number;
  readonly allows: (identity: Identity) => boolean;
}

export interface AccessRules {
  /**
   * The rule of a field: its own directives, else those of its type, else the API's default mode. `resource` names a
   * root field, `Mutation.runArchive`, which policies of IAM may leave out.
   */
  readonly ruleOf: (
    field: readonly ConstDirectiveNode[] | undefined,
    type: readonly ConstDirectiveNode[] | undefined,
    resource?: string,
  ) => AccessRule;
  readonly all: readonly AccessRule[];
}

/** One mode that a directive opens; with `groups`, only to users in one of them. */
interface Opening {
  readonly mode: string;
  readonly groups: readonly string[] | null;
}

const MODE_OF_DIRECTIVE: Readonly<Record<string, string>> = {
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
  aws_iam: 'AWS_IAM',
  aws_api_key: 'API_KEY',
  aws_oidc: 'OPENID_CONNECT',
  aws_lambda: 'AWS_LAMBDA',
};

/** Whether the policies of a role let it call a root field that is open to IAM. */
export type IamPolicy = (identity: IamIdentity, resource: string) => boolean;

/**
 * `@aws_auth` is read nowhere: the service honours it only where Cognito is the one and only mode, and this API has IAM
 * beside it.
 */
export function createAccessRules(defaultMode: string, policy?: IamPolicy): AccessRules {
  const rules = new Map<string, AccessRule>();
  const intern = (openings: readonly Opening[], resource: string | undefined): AccessRule => {
    const named = policy && openings.some(({ mode }) => mode === 'AWS_IAM') ? resource : undefined;
    const key = JSON.stringify([openings, named]);
    const known = rules.get(key);
    if (known) return known;
    const granted = (identity: Identity): boolean =>
      !policy || named === undefined || !('userArn' in identity) || policy(identity, named);
    const rule: AccessRule = {
      id: rules.size,
      allows: identity => openings.some(each => admits(each, identity)) && granted(identity),
    };
    rules.set(key, rule);
    return rule;
  };
  return {
    ruleOf(field, type, resource) {
      const own = openingsOf(field);
      const inherited = own.length > 0 ? own : openingsOf(type);
      const openings = inherited.length > 0 ? inherited : [{ mode: defaultMode, groups: null }];
      return intern(openings, resource);
    },
    get all() {
      return [...rules.values()];
    },
  };
}

function openingsOf(directives: readonly ConstDirectiveNode[] = []): Opening[] {
  return directives.flatMap(directive => {
    const mode = MODE_OF_DIRECTIVE[directive.name.value];
    return mode === undefined ? [] : [{ mode, groups: groupsOf(directive) }];
  });
}

function groupsOf(directive: ConstDirectiveNode): readonly string[] | null {
  const value = directive.arguments?.find(a => a.name.value === 'cognito_groups')?.value;
  if (value?.kind === Kind.STRING) return [value.value];
  if (value?.kind !== Kind.LIST) return null;
  return value.values.flatMap(item => (item.kind === Kind.STRING ? [item.value] : []));
}

function admits({ mode, groups }: Opening, identity: Identity): boolean {
  if (modeOf(identity) !== mode) return false;
  if (groups === null) return true;
  return 'groups' in identity && groups.some(group => identity.groups?.includes(group) === true);
}
