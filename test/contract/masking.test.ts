import { describe, expect, test } from 'vitest';
import { callers, contractClient } from './support/client.ts';

const api = contractClient();

interface People {
  readonly people: {
    readonly items: readonly {
      readonly email: string | null;
      readonly phoneNumber: string | null;
      readonly dateOfBirth?: string | null;
      readonly notes?: string | null;
    }[];
  };
}

describe('what analysts see of people', () => {
  test.for([
    ['customers', 'dateOfBirth notes'],
    ['consultants', ''],
  ] as const)('%s are masked', async ([list, more], { skip }) => {
    skip(!callers().includes('analyst'), 'no token was given');
    const { people } = await api.data<People>(
      `{ people: ${list}(limit: 100) { items { email phoneNumber ${more} } } }`,
      { as: 'analyst' },
    );
    for (const { email, phoneNumber, dateOfBirth = null, notes = null } of people.items) {
      // The address itself belongs in no report.
      expect(email === null || /^.\*\*\*@/.test(email), 'e-mail addresses').toBe(true);
      expect(phoneNumber === null || /^(\*{0,3}|\*+.{3})$/.test(phoneNumber), 'phone numbers').toBe(
        true,
      );
      expect([dateOfBirth === null, notes === null]).toEqual([true, true]);
    }
  });
});
