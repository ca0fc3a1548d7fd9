import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readingOperations } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { startService, statementsOf, type Service } from '../support/service.ts';

let db: TestDatabase;
let service: Service;
let appointmentId = '';
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'), { applicationName: 'counted' });
  const office = await fillAtRandom(db, { appointments: 60, today: '2025-03-05', seed: 6 });
  appointmentId = String(office.appointments[0]?.id);
  await db.owner.query(
    `insert into audit_event (actor, action, entity, entity_id)
     select 'an admin', 'update', 'customer', 'zalo-1' from generate_series(1, 100)`,
  );
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

const rows = '{ items { id } nextToken }';
const withTotal = '{ items { id } nextToken totalCount }';
const nested = `{ items { id status customer { id fullName email } consultant { id fullName rating { average } }
  feedback { rating comment } timeslot { state consultant { id } } assignments { id to { id } } } nextToken }`;
const period = { from: '2025-02-20', to: '2025-03-10' };

type Budget = readonly [operation: string, input: object, select: string, names: readonly string[]];
const budgets: readonly Budget[] = [
  ['Query.me', {}, '{ sub }', []],
  ['Query.appointments', {}, rows, ['appointment.page']],
  ['Query.appointments', {}, nested, ['appointment.page']],
  ['Query.appointments', {}, withTotal, ['appointment.page', 'appointment.page.total']],
  ['Query.appointments', { filter: { search: 'an' } }, nested, ['appointment.page']],
  [
    'Query.appointments',
    { filter: { search: 'an' } },
    withTotal,
    ['appointment.page', 'appointment.page.total'],
  ],
  ['Query.appointments', { filter: { minRating: 3 } }, nested, ['appointment.page']],
  ['Query.appointments', { filter: { programId: '1' } }, nested, ['appointment.page']],
  ['Query.appointments', { filter: { statuses: ['PENDING'] } }, nested, ['appointment.page']],
  ['Query.consultants', {}, rows, ['consultant.page']],
  ['Query.consultants', {}, withTotal, ['consultant.page', 'consultant.page.total']],
  ['Query.customers', {}, rows, ['customer.page']],
  ['Query.customers', {}, withTotal, ['customer.page', 'customer.page.total']],
  ['Query.timeslots', {}, rows, ['timeslot.page']],
  ['Query.timeslots', {}, withTotal, ['timeslot.page', 'timeslot.page.total']],
  ['Query.programs', {}, rows, ['program.page']],
  ['Query.programs', {}, withTotal, ['program.page', 'program.page.total']],
  ['Query.feedback', {}, '{ items { rating appointment { customer { id } } } }', ['feedback.page']],
  [
    'Query.feedback',
    {},
    '{ items { rating } totalCount }',
    ['feedback.page', 'feedback.page.total'],
  ],
  ['Query.appointment', { id: 'an appointment' }, '{ id customer { id } }', ['appointment.byId']],
  ['Query.consultant', { id: '1' }, '{ id rating { count } }', ['consultant.byId']],
  ['Query.customer', { id: 'zalo-1' }, '{ id }', ['customer.byId']],
  ['Query.program', { id: '1' }, '{ id participantCount }', ['program.byId']],
  [
    'Query.consultantCandidates',
    { appointmentId: 'an appointment' },
    '{ rank reason }',
    ['assignment.candidates'],
  ],
  ['Query.overview', {}, 'all', ['statistics.overview']],
  ['Query.dailySummaries', period, 'all', ['statistics.days']],
  ['Query.consultantStatistics', period, 'all', ['statistics.consultants']],
  ['Query.customerStatistics', period, 'all', ['statistics.customers']],
  ['Query.programStatistics', period, 'all', ['statistics.programs']],
  ['Query.databaseTables', {}, 'all', ['database.tables']],
  ['Query.databaseTable', { name: 'customer' }, 'all', ['database.tables']],
  ['Query.auditEvents', {}, '{ items { id before after } nextToken }', ['audit.page']],
  ['Query.auditEvents', {}, '{ items { id } totalCount }', ['audit.page', 'audit.page.total']],
  ['Query.invariants', {}, 'all', ['invariants']],
];

const batches: readonly Budget[] = [
  ['Consultant.appointments', {}, rows, ['appointment.page']],
  ['Consultant.appointments', {}, withTotal, ['appointment.page', 'appointment.page.total']],
  ['Consultant.timeslots', {}, rows, ['timeslot.page']],
  ['Consultant.timeslots', {}, withTotal, ['timeslot.page', 'timeslot.page.total']],
  ['Consultant.workload', {}, '{ bookedMinutes }', ['consultant.workload']],
  ['Customer.appointments', {}, nested, ['appointment.page']],
  ['Customer.programs', {}, '{ items { program { id } } }', ['participant.page']],
  ['Customer.programs', {}, '{ totalCount }', ['participant.page', 'participant.page.total']],
  ['Program.participants', {}, '{ items { customer { id } } }', ['participant.page']],
  ['AuditEvent.summary', {}, '', ['audit.recorded']],
];

describe('P-49: the statements that an operation runs', () => {
  test('every operation that reads has a budget', () => {
    const named = new Set([...budgets, ...batches].map(([operation]) => operation));
    expect([...named].sort()).toEqual([...readingOperations].sort());
  });

  test.for(budgets)('%s %j %s: %j', async ([operation, input, select, expected]) => {
    const given = Object.fromEntries(
      Object.entries(input).map(([name, value]) => [
        name,
        value === 'an appointment' ? appointmentId : value,
      ]),
    );
    const { names } = await statementsOf(() =>
      service.ask(operation, given, { select: select === 'all' ? 2 : select }),
    );
    expect(names).toEqual(expected);
  });

  test.for(batches)(
    '%s for 100 parents %j %s: %j',
    async ([operation, input, select, expected]) => {
      const parents = Array.from({ length: 100 }, (_, i) => i + 1);
      const { names } = await statementsOf(() =>
        service.askEach(operation, parents, { ...input }, { select }),
      );
      expect(names).toEqual(expected);
    },
  );

  test('different arguments in one batch are a statement each', async () => {
    const { names } = await statementsOf(async () => {
      await service.batch('Consultant.workload', [1, 2], {});
      await service.batch('Consultant.workload', [1, 2], period);
    });
    expect(names).toEqual(['consultant.workload', 'consultant.workload']);
  });

  test('what is refused runs none', async () => {
    const { names } = await statementsOf(async () => {
      await service.reply('Query.appointments', { limit: 0 });
      await service.reply('Query.appointments', {}, { as: 'guest' });
      await service.reply('Query.databaseTable', { name: 'pg_authid' });
    });
    expect(names).toEqual([]);
  });

  test('a candidate list that is empty is asked for its reason', async () => {
    const { names } = await statementsOf(() =>
      service.reply('Query.consultantCandidates', { appointmentId: '999999' }),
    );
    expect(names).toEqual(['assignment.candidates', 'appointment.exists']);
  });
});

describe('P-48: a warm container keeps its connection', () => {
  async function sessions(): Promise<number[]> {
    const { rows: found } = await db.owner.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = $1 and application_name = 'counted'`,
      [db.name],
    );
    return found.map(({ pid }) => pid);
  }

  test('1,000 requests use the same one', async () => {
    await service.ask('Query.customer', { id: 'zalo-1' });
    const before = await sessions();
    expect(before).toHaveLength(1);
    for (let i = 0; i < 1_000; i++) await service.reply('Query.customer', { id: `zalo-${i % 40}` });
    expect(await sessions()).toEqual(before);
  });
});
