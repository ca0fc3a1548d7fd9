import { describe, expect, test } from 'vitest';
import { contractClient } from './support/client.ts';
import { HOSTILE } from './support/hostile.ts';
import { refusal } from './support/refusals.ts';

const api = contractClient();

describe('the token of a page', () => {
  const page = (argument: string) => `{ appointments(${argument}) { nextToken } }`;
  const tokenOf = async (query: string): Promise<string | null> => {
    const { appointments } = await api.data<{ appointments: { nextToken: string | null } }>(query);
    return appointments.nextToken;
  };

  test.for([
    ['another filter', 'limit: 1, filter: { from: "1900-01-01" }'],
    ['another order', 'limit: 1, orderBy: DATE_ASC'],
  ] as const)('a token of %s does not fit', async ([, other], { skip }) => {
    const token = await tokenOf(page(other));
    skip(token === null, 'the data have too few');
    expect(await refusal(api, page(`limit: 1, nextToken: "${token}"`))).toMatchObject({
      errorType: 'InvalidInput',
      errorInfo: { reason: 'TOKEN_MISMATCH', field: 'nextToken' },
    });
  });

  test('nor one of another field, or of another parent', async ({ skip }) => {
    const nested = (id: string, argument: string) =>
      `{ consultant(id: "${id}") { appointments(${argument}) { nextToken } } }`;
    const { consultants } = await api.data<{
      consultants: { items: { id: string; appointments: { nextToken: string | null } }[] };
    }>('{ consultants(limit: 10) { items { id appointments(limit: 1) { nextToken } } } }');
    const busy = consultants.items.find(({ appointments }) => appointments.nextToken !== null);
    const other = consultants.items.find(({ id }) => id !== busy?.id);
    if (!busy || !other) return skip('the data have too few');
    const token = await tokenOf(page('limit: 1'));
    for (const query of [
      nested(busy.id, `limit: 1, nextToken: "${token}"`),
      nested(other.id, `limit: 1, nextToken: "${busy.appointments.nextToken}"`),
      page(`limit: 1, nextToken: "${busy.appointments.nextToken}"`),
    ]) {
      expect((await refusal(api, query)).errorInfo).toMatchObject({ reason: 'TOKEN_MISMATCH' });
    }
  });

  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const query = 'query Q($nextToken: String) { appointments(nextToken: $nextToken) { nextToken } }';
  const expectMalformed = async (nextToken: string): Promise<void> => {
    const { errorType, errorInfo } = await refusal(api, query, { nextToken });
    expect([errorType, errorInfo]).toEqual([
      'InvalidInput',
      { reason: 'TOKEN_MALFORMED', field: 'nextToken' },
    ]);
  };
  test.for([
    '',
    ' ',
    'garbage',
    `WyJ${'A'.repeat(50)}`,
    forged(null),
    forged([]),
    forged({ binding: 'x' }),
    forged([[[[[]]]]]),
    forged(['0123456789abcdef']).slice(0, -3),
  ])('%j is no token', expectMalformed);

  describe(HOSTILE, () => {
    test.for(['WyJh\u0000', "' or 1=1 --"])('%j is no token', expectMalformed);
    test('a hundred thousand letters are no token', () => expectMalformed('x'.repeat(100_000)));
  });

  test.for([
    ['2026-02-30', '09:00:00', '1'],
    ['2026-11-20', '25:00:00', '1'],
    ['2026-11-20', '09:00:00', '99999999999'],
    ['2026-11-20', '09:00:00', "1'; drop table customer; --"],
    ['2026-11-20', '09:00:00'],
    ['2026-11-20', '09:00:00', '1', '2'],
    [null, 1, {}],
  ])('a token whose keys were changed to %j is malformed', async (keys, { skip }) => {
    const sound = await tokenOf(page('limit: 1'));
    if (sound === null) return skip('the data have too few');
    const [binding] = JSON.parse(Buffer.from(sound, 'base64url').toString()) as string[];
    const error = await refusal(api, page(`limit: 1, nextToken: "${forged([binding, ...keys])}"`));
    expect(error.errorInfo).toMatchObject({ reason: 'TOKEN_MALFORMED' });
  });
});
