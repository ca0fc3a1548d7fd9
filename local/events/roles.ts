import { randomBytes } from 'node:crypto';
import { type EventRule } from '../../build/rules.ts';
import { type IamPolicy } from '../appsync/authorize.ts';
import { type LocalCredentials } from '../identity/sigv4.ts';
import { LOCAL_ACCOUNT } from './bus-event.ts';

/** The roles that rules call the API with, each let do what its rule is for. */
export interface RuleRoles {
  readonly credentials: readonly LocalCredentials[];
  credentialsOf(rule: EventRule): LocalCredentials;
  /** Other roles may call whatever is open to IAM. */
  readonly policy: IamPolicy;
}

/** With keys of this run, which nobody else has. */
export function createRuleRoles(rules: readonly EventRule[]): RuleRoles {
  const roles = new Map(rules.map(rule => [rule.name, roleOf(rule)]));
  return {
    credentials: [...roles.values()],
    credentialsOf({ name }) {
      const role = roles.get(name);
      if (!role) throw new Error(`there is no role for the rule ${name}`);
      return role;
    },
    policy: ({ userArn }, resource) => {
      const rule = rules.find(({ name }) => userArn.includes(`:assumed-role/${roleName(name)}/`));
      return rule === undefined || resource === `Mutation.${rule.target.mutation}`;
    },
  };
}

function roleOf({ name }: EventRule): LocalCredentials {
  const secret = (): string => randomBytes(24).toString('base64url');
  return {
    accessKeyId: `local-${name}`,
    secretAccessKey: secret(),
    sessionToken: secret(),
    accountId: LOCAL_ACCOUNT,
    roleId: `AROALOCAL${name.toUpperCase()}`,
    roleName: roleName(name),
    sessionName: 'events',
  };
}

function roleName(rule: string): string {
  return `meetassist-local-${rule}`;
}
