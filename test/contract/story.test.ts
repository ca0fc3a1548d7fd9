import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnswerError } from '../support/api/client.ts';
import { Channel } from './support/channel.ts';
import { claimsOf, contractClient, target, tokenOf } from './support/client.ts';

/**
 * One story that writes, only where that was allowed: a customer who says what they are asks for a meeting far ahead,
 * which is called off, and is anonymised. What stays are a cancelled appointment and a disabled customer without a name.
 */
const api = contractClient();
const NAME = 'Smoke test';
const DAYS_AHEAD = 3_000;
const DAY_MS = 86_400_000;
const clientToken = `smoke-${crypto.randomUUID()}`;

let date: string;
let customerId: string | undefined;
let appointmentId: string | undefined;

interface Made {
  readonly made: {
    readonly id: string;
    readonly version: number;
    readonly [more: string]: unknown;
  };
}

async function refused(query: string): Promise<AnswerError | undefined> {
  const { errors } = await api.ask(query);
  expect(errors).toHaveLength(1);
  return errors[0];
}

describe.runIf(target().write)('a customer, a meeting, and neither', () => {
  beforeAll(() => {
    date = new Date(Date.now() + DAYS_AHEAD * DAY_MS).toISOString().slice(0, 10);
  });

  /** Whatever failed: what was made is called off and hidden. */
  afterAll(async () => {
    if (appointmentId !== undefined) await api.ask(cancelling(appointmentId));
    if (customerId !== undefined) await api.ask(anonymising(customerId));
  });

  test('a customer is added once, however often the request is sent', async () => {
    const create = `mutation Q($input: CreateCustomerInput!, $clientToken: String) {
      made: createCustomer(input: $input, clientToken: $clientToken) { id version fullName isDisabled }
    }`;
    const variables = { input: { fullName: NAME, notes: 'Made by the smoke test' }, clientToken };
    const { made } = await api.data<Made>(create, { variables });
    customerId = made.id;
    expect(made).toEqual({ id: made.id, version: 1, fullName: NAME, isDisabled: false });
    expect(await api.data(create, { variables })).toEqual({ made });
    const found = `{ customer(id: "${made.id}") { fullName notes } }`;
    expect(await api.data(found)).toEqual({
      customer: { fullName: NAME, notes: 'Made by the smoke test' },
    });
  });

  test('a meeting is made, and subscribers of its day are told', async () => {
    const channel = new Channel(tokenOf('admin'));
    expect(await channel.welcome()).toMatchObject({ type: 'connection_ack' });
    const query = `subscription { onAppointmentChanged(date: "${date}") { id date status } }`;
    expect(await channel.start('a', query, tokenOf('admin'))).toMatchObject({ type: 'start_ack' });
    const input = `{ customerId: "${customerId}", date: "${date}", startTime: "10:00:00" }`;
    const { made } = await api.data<Made>(
      `mutation { made: createAppointment(input: ${input}) { id version date status consultant { id } } }`,
    );
    appointmentId = made.id;
    expect(made).toMatchObject({ version: 1, date, status: 'PENDING', consultant: null });
    const like = (data: unknown) => JSON.stringify(data).includes(`"${made.id}"`);
    expect(await channel.told(like)).toEqual({
      onAppointmentChanged: { id: made.id, date, status: 'PENDING' },
    });
    channel.close();
  });

  test('what may not be is refused with its reason', async () => {
    const id = appointmentId;
    expect(await refused(`mutation { confirmAppointment(id: "${id}") { id } }`)).toMatchObject({
      errorType: 'Conflict',
      errorInfo: { reason: 'UNASSIGNED' },
    });
    const update = `mutation { updateAppointment(id: "${id}", input: { description: "Smoke test" }, expectedVersion: 7) { id version } }`;
    expect(await refused(update)).toMatchObject({
      errorType: 'Conflict',
      errorInfo: { reason: 'STALE_VERSION', current: { id, version: 1 } },
    });
    expect(await refused(anonymising(customerId))).toMatchObject({
      errorType: 'Conflict',
      errorInfo: { reason: 'HAS_FUTURE_APPOINTMENTS', ids: [id] },
    });
  });

  test('the meeting is called off, once', async () => {
    const { cancelAppointment } = await api.data<{ cancelAppointment: object }>(
      cancelling(appointmentId),
    );
    expect(cancelAppointment).toMatchObject({ status: 'CANCELLED', cancelReason: NAME });
    expect(await api.data(cancelling(appointmentId))).toEqual({ cancelAppointment });
    const confirm = `mutation { confirmAppointment(id: "${appointmentId}") { id } }`;
    expect(await refused(confirm)).toMatchObject({
      errorType: 'Conflict',
      errorInfo: { reason: 'ILLEGAL_TRANSITION', from: 'CANCELLED', allowed: [] },
    });
  });

  test('P-22: every change has the one who made it', async () => {
    const { auditEvents } = await api.data<{
      auditEvents: { items: readonly { actor: string; action: string }[] };
    }>(
      `{ auditEvents(filter: { entity: APPOINTMENT, entityId: "${appointmentId}" }) { items { actor action } } }`,
    );
    const { sub } = claimsOf(tokenOf('admin'));
    expect(auditEvents.items.map(({ actor }) => actor)).toEqual([sub, sub]);
  });

  test('the customer is anonymised', async () => {
    const { anonymiseCustomer } = await api.data<{ anonymiseCustomer: object }>(
      anonymising(customerId),
    );
    expect(anonymiseCustomer).toEqual({
      id: customerId,
      fullName: '—',
      notes: null,
      isDisabled: true,
    });
  });
});

function cancelling(id: string | undefined): string {
  return `mutation { cancelAppointment(id: "${id}", reason: "${NAME}") { id date status cancelReason } }`;
}

function anonymising(id: string | undefined): string {
  return `mutation { anonymiseCustomer(id: "${id}", confirm: true) { id fullName notes isDisabled } }`;
}
