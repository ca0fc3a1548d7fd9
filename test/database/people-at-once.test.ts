import { isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServiceReply } from '../../services/handlers/dispatch.ts';
import { contract } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { expectSound } from '../support/soundness.ts';
import { startService, type Service } from '../support/service.ts';

const CLIENTS = 8;

let db: TestDatabase;
let make: Given;
let services: Service[];
beforeAll(async () => {
  db = await createDatabase();
  make = given(db.owner);
  services = Array.from({ length: CLIENTS }, () => startService(db.connection('api')));
});
afterAll(async () => {
  await Promise.all(services.map(service => service.close()));
  await db.drop();
});

/** The same at the same time, by as many; `index` tells them apart. */
function together(
  operation: string,
  input: (index: number) => Readonly<Record<string, unknown>>,
): Promise<ServiceReply[]> {
  return Promise.all(services.map((service, index) => service.reply(operation, input(index))));
}

function reasons(replies: readonly ServiceReply[]): string[] {
  return replies.map(reply => ('error' in reply ? reply.error.info.reason : 'done')).sort();
}

async function count(statement: string): Promise<number> {
  const { rows } = await db.owner.query<{ count: number }>(
    `select count(*)::int as count from ${statement}`,
  );
  return rows[0]?.count ?? 0;
}

describe('of many who ask at the same time', () => {
  test('all with the same token get the one customer who was made', async () => {
    const replies = await together('Mutation.createCustomer', () => ({
      input: { fullName: 'Một người' },
      clientToken: 'one for all',
    }));
    expect(reasons(replies)).toEqual(Array(CLIENTS).fill('done'));
    expect(new Set(replies.map(reply => JSON.stringify(reply))).size).toBe(1);
    expect(await count(`customer where full_name = 'Một người'`)).toBe(1);
  });

  test('one makes the customer with the id that all of them give', async () => {
    const replies = await together('Mutation.createCustomer', index => ({
      input: { id: 'zalo-1', fullName: `Khách ${index}` },
    }));
    expect(reasons(replies)).toEqual([...Array(CLIENTS - 1).fill('CUSTOMER_EXISTS'), 'done']);
  });

  test('one gets the e-mail address: adding, enabling and changing consultants', async () => {
    const address = 'chung@example.vn';
    const enabled = await make.consultants(2);
    const disabled = await make.consultants(2, { is_disabled: true, email: address });
    const replies = await Promise.all(
      services.map((service, index) => {
        const email = index % 2 === 0 ? address : address.toUpperCase();
        const [waiting, working] = [disabled[index], enabled[index - 2]];
        if (waiting) return service.reply('Mutation.enableConsultant', { id: String(waiting.id) });
        if (working) {
          const about = { id: String(working.id), input: { email } };
          return service.reply('Mutation.updateConsultant', about);
        }
        return service.reply('Mutation.createConsultant', { input: { fullName: 'x', email } });
      }),
    );
    expect(reasons(replies)).toEqual([...Array(CLIENTS - 1).fill('EMAIL_TAKEN'), 'done']);
    expect(await count(`consultant where lower(email) = '${address}' and not is_disabled`)).toBe(1);
  });

  test('one changes the version that all of them have seen, and the others learn what it is now', async () => {
    const { id } = await make.customer();
    const replies = await together('Mutation.updateCustomer', index => ({
      id,
      input: { notes: `Ghi chú ${index}` },
      expectedVersion: 1,
    }));
    expect(reasons(replies)).toEqual([...Array(CLIENTS - 1).fill('STALE_VERSION'), 'done']);
    const current = await services[0]?.ask('Query.customer', { id }, { select: 0 });
    for (const reply of replies) {
      if ('error' in reply) expect(reply.error.info).toMatchObject({ version: 2 });
    }
    expect(current).toMatchObject({ version: 2 });
  });

  test('one disables, the others find it done; there is one event', async () => {
    const { id } = await make.customer();
    const replies = await together('Mutation.disableCustomer', () => ({ id, expectedVersion: 1 }));
    expect(reasons(replies)).toEqual(Array(CLIENTS).fill('done'));
    expect(
      await count(`audit_event where action = 'disableCustomer' and entity_id = '${id}'`),
    ).toBe(1);
  });

  test('one anonymises, the others find it done', async () => {
    const { id } = await make.customer({ notes: 'Riêng tư' });
    await make.appointments(5, index => ({
      customer_id: id,
      date: `2025-02-0${index + 1}`,
      description: 'Riêng tư',
    }));
    const replies = await together('Mutation.anonymiseCustomer', () => ({ id, confirm: true }));
    expect(reasons(replies)).toEqual(Array(CLIENTS).fill('done'));
    expect(await count(`audit_event where action = 'anonymiseCustomer'`)).toBe(6);
  });

  test('every invariant holds afterwards', () => expectSound(db));
});

test('P-37: nobody is disabled by an update, nor enabled', () => {
  const inputs = Object.values(contract.getTypeMap()).filter(isInputObjectType);
  const naming = inputs.filter(
    type => /^(Create|Update)/.test(type.name) && 'isDisabled' in type.getFields(),
  );
  expect(naming.map(({ name }) => name)).toEqual([]);
});
