import { expect, test } from 'vitest';
import { rules } from '../../../build/rules.ts';
import { createRuleRoles } from '../../../local/events/roles.ts';
import { createAuthenticate } from '../../../local/identity/authenticate.ts';
import { type Identity } from '../../../local/identity/identity.ts';
import { LOCAL_CREDENTIALS, type LocalCredentials } from '../../../local/identity/sigv4.ts';
import { signed } from '../identity/signer.ts';

const NOW = new Date('2026-11-20T02:30:00Z');
const roles = createRuleRoles(rules);
const authenticate = createAuthenticate({
  userPool: { verify: () => Promise.reject(new Error('no token is sent')) },
  credentials: LOCAL_CREDENTIALS,
  roles: roles.credentials,
  clock: () => NOW,
});

async function identityOf(credentials: LocalCredentials): Promise<Identity> {
  const checked = await authenticate(await signed(NOW, credentials));
  if (!checked.ok) throw new Error(checked.message);
  return checked.identity;
}

test.for(rules)(
  'the role of $name is known by its keys, and may call its one mutation',
  async rule => {
    const identity = await identityOf(roles.credentialsOf(rule));
    if (!('userArn' in identity)) throw new Error('no role');
    expect(identity.userArn).toContain(rule.name);
    const open = [...rules.map(({ target }) => `Mutation.${target.mutation}`), 'Query.me'];
    expect(open.filter(resource => roles.policy(identity, resource))).toEqual([
      `Mutation.${rule.target.mutation}`,
    ]);
  },
);

test('the local key may call what is open to IAM', async () => {
  const identity = await identityOf(LOCAL_CREDENTIALS);
  if (!('userArn' in identity)) throw new Error('no role');
  expect(roles.policy(identity, 'Mutation.runArchive')).toBe(true);
});

test('the keys of another run are refused', async () => {
  for (const foreign of createRuleRoles(rules).credentials) {
    expect(await authenticate(await signed(NOW, foreign))).toMatchObject({
      ok: false,
      status: 403,
    });
  }
});
