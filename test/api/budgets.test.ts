import { expect, describe, test } from 'vitest';
import { type ApiAnswer, apiClient } from '../support/api/client.ts';

const api = apiClient();

/** `Query.appointments 1: appointment.page`: each invocation with the number of fields it answered and its statements. */
function costOf({ trace }: ApiAnswer): string[] {
  return trace.calls.map(
    ({ field, fields, statements }) => `${field} ${fields}: ${statements.join(', ') || 'none'}`,
  );
}

async function cost(query: string): Promise<string[]> {
  const answer = await api.ask(query);
  expect(answer.errors).toEqual([]);
  return costOf(answer);
}

const person = 'id fullName email rating { count average }';
const appointment = `id date status customer { id fullName } consultant { ${person} } feedback { rating comment }
  timeslot { id state reason } assignments { id from { fullName } to { fullName } }`;
const lists: readonly (readonly [field: string, statement: string, items: string])[] = [
  ['appointments', 'appointment.page', appointment],
  ['consultants', 'consultant.page', person],
  ['customers', 'customer.page', 'id fullName notes'],
  ['timeslots', 'timeslot.page', `id state reason consultant { ${person} }`],
  ['programs', 'program.page', 'id name participantCount'],
  ['feedback', 'feedback.page', `rating appointment { ${appointment} }`],
];

describe('P-49: a list with everything of its items is one invocation and one statement', () => {
  test.for(lists)('%s', async ([field, statement, items]) => {
    const call = `Query.${field} 1`;
    expect(await cost(`{ ${field} { items { ${items} } nextToken } }`)).toEqual([
      `${call}: ${statement}`,
    ]);
    expect(await cost(`{ ${field} { items { ${items} } nextToken totalCount } }`)).toEqual([
      `${call}: ${statement}, ${statement}.total`,
    ]);
    expect(await cost(`{ ${field} { totalCount } }`)).toHaveLength(1);
  });

  test.for(lists)(
    '%s behind a fragment, with another alias, counts only when it must',
    async ([field, statement, items]) => {
      const fragment = `fragment F on ${pageTypeOf(field)} { items { ${items} } nextToken }`;
      expect(await cost(`{ ${field} { ...F } } ${fragment}`)).toEqual([
        `Query.${field} 1: ${statement}`,
      ]);
    },
  );
});

describe('P-49: what hangs on the items of a list is one invocation for all of them', () => {
  const of = (outer: string, inner: string) => `{ ${outer} { items { id ${inner} } } }`;
  test.for([
    [
      'consultants',
      'Consultant.appointments 2: appointment.page',
      `appointments { items { ${appointment} } }`,
    ],
    [
      'consultants',
      'Consultant.appointments 2: appointment.page, appointment.page.total',
      'appointments(limit: 1) { items { id } totalCount }',
    ],
    ['consultants', 'Consultant.timeslots 2: timeslot.page', 'timeslots { items { id state } }'],
    ['consultants', 'Consultant.workload 2: consultant.workload', 'workload { utilisation }'],
    ['customers', 'Customer.appointments 3: appointment.page', 'appointments { items { id } }'],
    [
      'customers',
      'Customer.programs 3: participant.page',
      'programs { items { program { name } } }',
    ],
    [
      'programs',
      'Program.participants 2: participant.page',
      'participants { items { customer { fullName } } }',
    ],
  ] as const)('%s: %s', async ([list, nested, inner]) => {
    const calls = await cost(of(list, inner));
    expect(calls).toEqual([
      expect.stringMatching(new RegExp(`^Query.${list} 1: \\w+\\.page$`)),
      nested,
    ]);
  });

  test('also under the consultants of a page of appointments', async () => {
    const query = `{ appointments { items { id consultant { id workload { utilisation } } } } }`;
    expect(await cost(query)).toEqual([
      'Query.appointments 1: appointment.page',
      'Consultant.workload 6: consultant.workload',
    ]);
  });

  test('two nested lists are two invocations, each for the whole page', async () => {
    const query = of('consultants', 'appointments { nextToken } timeslots { nextToken }');
    const calls = await cost(query);
    expect(calls.slice(1).sort()).toEqual([
      'Consultant.appointments 2: appointment.page',
      'Consultant.timeslots 2: timeslot.page',
    ]);
  });

  test('the same list under two names with other arguments is one invocation, a statement for each', async () => {
    const query = of(
      'consultants',
      'a: workload { from } b: workload(from: "2026-11-01") { from }',
    );
    expect(await cost(query)).toEqual([
      'Query.consultants 1: consultant.page',
      'Consultant.workload 4: consultant.workload, consultant.workload',
    ]);
  });
});

describe('P-49: single things and statistics', () => {
  test.for([
    ['{ me { username permissions } }', 'Query.me 1: none'],
    [`{ appointment(id: "4") { ${appointment} } }`, 'Query.appointment 1: appointment.byId'],
    [`{ consultant(id: "1") { ${person} } }`, 'Query.consultant 1: consultant.byId'],
    ['{ customer(id: "zalo-1001") { fullName } }', 'Query.customer 1: customer.byId'],
    ['{ program(id: "1") { name participantCount } }', 'Query.program 1: program.byId'],
    [
      '{ overview { customers { total } appointments { total } feedback { averageRating } programs { total } period { utilisation } previousPeriod { utilisation } byConsultant { consultant { fullName } } bySpecialty { specialty } } }',
      'Query.overview 1: statistics.overview',
    ],
    [
      '{ dailySummaries(from: "2026-01-01", to: "2026-12-31") { date utilisation averageRating } }',
      'Query.dailySummaries 1: statistics.days',
    ],
    [
      '{ consultantStatistics { items { consultant { fullName } utilisation } } }',
      'Query.consultantStatistics 1: statistics.consultants',
    ],
    [
      '{ customerStatistics { total mostActive { customer { fullName } } } }',
      'Query.customerStatistics 1: statistics.customers',
    ],
    [
      '{ programStatistics { totals { total } items { program { name } } } }',
      'Query.programStatistics 1: statistics.programs',
    ],
    [
      '{ consultantCandidates(appointmentId: "5") { rank consultant { fullName rating { average } } } }',
      'Query.consultantCandidates 1: assignment.candidates',
    ],
    ['{ databaseTables { name columns { name } } }', 'Query.databaseTables 1: database.tables'],
    [
      '{ databaseTable(name: "customer") { rowEstimate exactCount indexes { name } } }',
      'Query.databaseTable 1: database.tables',
    ],
  ] as const)('%.60s', async ([query, expected]) => {
    expect(await cost(query)).toEqual([expected]);
  });

  test('what a resolver refuses costs no invocation', async () => {
    for (const query of [
      '{ appointments(limit: 0) { nextToken } }',
      '{ appointments(nextToken: "%") { nextToken } }',
      '{ appointment(id: "x") { id } }',
      '{ overview(from: "2026-02-01", to: "2026-01-01") { asOf } }',
    ]) {
      const { errors, trace } = await api.ask(query);
      expect(errors[0]?.errorType).toBe('InvalidInput');
      expect(trace.calls).toEqual([]);
    }
  });
});

function pageTypeOf(field: string): string {
  const name = field === 'feedback' ? field : field.slice(0, -1);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Page`;
}
