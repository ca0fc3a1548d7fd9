import { type Me } from '../../generated/graphql.ts';
import { field } from '../operation/operation.ts';
import { personaOf } from './permissions.ts';

/** Every signed-in user may ask who they are, also one in no group. */
export const me = field<unknown>(undefined, async ({ caller }): Promise<Me> => {
  return {
    username: caller.username,
    sub: caller.sub,
    personas: caller.groups.map(group => personaOf[group]),
    permissions: [...caller.permissions],
  };
});
