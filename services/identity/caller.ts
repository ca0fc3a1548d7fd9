import { type Permission } from '../../generated/graphql.ts';
import { DomainError } from '../shared/errors.ts';
import { groups, machinePermissions, permissionsOf, type Group } from './permissions.ts';

/** Who asks, as AppSync verified it. Never taken from an argument. */
export interface Caller {
  readonly kind: 'user' | 'machine';
  /** The token's subject, or the role's ARN. */
  readonly sub: string;
  readonly username: string;
  readonly groups: readonly Group[];
  readonly permissions: ReadonlySet<Permission>;
}

/** `ctx.identity` of AppSync: of a user pool, of IAM, or null for an API key. */
export interface Identity {
  readonly sub?: string | null;
  readonly username?: string | null;
  readonly groups?: readonly string[] | null;
  readonly userArn?: string | null;
}

/** Errors: `Forbidden/NO_IDENTITY` when there is neither a user nor a role. */
export function callerOf(identity: Identity | null | undefined): Caller {
  if (identity?.userArn) {
    return {
      kind: 'machine',
      sub: identity.userArn,
      username: identity.username ?? identity.userArn,
      groups: [],
      permissions: new Set(machinePermissions),
    };
  }
  if (identity?.sub) {
    const known = groups.filter(group => identity.groups?.includes(group));
    return {
      kind: 'user',
      sub: identity.sub,
      username: identity.username ?? identity.sub,
      groups: known,
      permissions: new Set(known.flatMap(group => permissionsOf[group])),
    };
  }
  throw new DomainError('Forbidden', 'this call has no identity', { reason: 'NO_IDENTITY' });
}

/** Errors: `Forbidden/NOT_PERMITTED`. The second line behind the schema's directives. */
export function demand(caller: Caller, permission: Permission): void {
  if (caller.permissions.has(permission)) return;
  throw new DomainError('Forbidden', `this needs the permission ${permission}`, {
    reason: 'NOT_PERMITTED',
    permission,
  });
}
