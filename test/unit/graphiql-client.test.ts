import { describe, expect, test } from 'vitest';
import { type Answer } from '../../local/graphiql/client/api.ts';
import { addDays, dateIn, mondayOf } from '../../local/graphiql/client/calendar.ts';
import { exampleFinder } from '../../local/graphiql/client/examples.ts';
import { filterGroups } from '../../local/graphiql/client/filter.ts';
import { isSubscription } from '../../local/graphiql/client/operation-kind.ts';
import { fillVariables } from '../../local/graphiql/client/placeholders.ts';
import { readTrace } from '../../local/graphiql/client/trace.ts';
import { readOperations } from '../../local/graphiql/operations.ts';

describe('the date in the office', () => {
  test.for([
    ['Asia/Ho_Chi_Minh', '2025-03-04T16:59:59Z', '2025-03-04'],
    ['Asia/Ho_Chi_Minh', '2025-03-04T17:00:00Z', '2025-03-05'],
    ['America/Los_Angeles', '2025-03-05T07:59:59Z', '2025-03-04'],
    ['UTC', '2024-12-31T23:59:59Z', '2024-12-31'],
  ] as const)('in %s at %s is %s', ([zone, instant, date]) => {
    expect(dateIn(zone, new Date(instant))).toBe(date);
  });

  test.for([
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-03-01', -1, '2025-02-28'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2025-03-05', 0, '2025-03-05'],
  ] as const)('%s and %i days is %s', ([date, days, expected]) => {
    expect(addDays(date, days)).toBe(expected);
  });

  test.for([
    ['2025-03-03', '2025-03-03'],
    ['2025-03-05', '2025-03-03'],
    ['2025-03-09', '2025-03-03'],
    ['2025-01-01', '2024-12-30'],
  ] as const)('the week of %s begins on Monday %s', ([date, monday]) => {
    expect(mondayOf(date)).toBe(monday);
  });
});

describe('placeholders', () => {
  const sources = {
    today: '2025-03-05',
    example: (name: string) => Promise.resolve(name === 'program' ? null : `the ${name}`),
  };

  test('are replaced at any depth, and all else is kept', async () => {
    const template = {
      filter: { from: '{today-29}', to: '{today}', statuses: ['PENDING'], unassigned: true },
      week: ['{monday}', '{monday+6}'],
      id: '{consultant}',
      programId: '{program}',
      search: 'from {today} on',
      limit: 25,
      nextToken: null,
    };
    expect(JSON.parse(await fillVariables(JSON.stringify(template), sources))).toEqual({
      filter: { from: '2025-02-04', to: '2025-03-05', statuses: ['PENDING'], unassigned: true },
      week: ['2025-03-03', '2025-03-09'],
      id: 'the consultant',
      programId: null,
      search: 'from {today} on',
      limit: 25,
      nextToken: null,
    });
  });

  test.for(['{tomorrow}', '{consultant+1}', '{toString}'])('%s is refused by name', async text => {
    await expect(fillVariables(JSON.stringify({ a: text }), sources)).rejects.toThrow(text);
  });
});

describe('an example', () => {
  const finder = (body: unknown): ReturnType<typeof exampleFinder> =>
    exampleFinder(
      (_operation, persona) => {
        const answer: Omit<Answer, 'body'> = {
          status: 200,
          milliseconds: 1,
          bytes: 1,
          trace: null,
          requestId: persona,
        };
        return Promise.resolve({ ...answer, body });
      },
      () => '2025-03-05',
    );

  test('is the first that its search found', async () => {
    const data = { rated: { items: [{ id: '7' }] }, any: { items: [{ id: '1' }] } };
    await expect(finder({ data })('appointment')).resolves.toBe('7');
  });

  test('is the next best when the first found nothing', async () => {
    const data = { rated: { items: [] }, any: { items: [{ id: '1' }] } };
    await expect(finder({ data })('appointment')).resolves.toBe('1');
  });

  test.for([{ data: null, errors: [] }, { errors: [] }, null, 'text'])(
    'is null when the answer is %j',
    async body => {
      await expect(finder(body)('appointment')).resolves.toBeNull();
    },
  );
});

describe('the filter of the operations', () => {
  const groups = readOperations();
  const titles = (text: string): string[] =>
    filterGroups(groups, text).flatMap(({ operations }) => operations.map(({ title }) => title));

  test('shows everything while it is empty', () => {
    expect(filterGroups(groups, '  ')).toEqual(groups);
  });

  test('finds operations that have every word, in any case and order', () => {
    expect(titles('SLOTS free')).toContain('Free slots');
    expect(titles('free slots')).not.toContain('Who am I');
  });

  test('finds a field by its name', () => {
    expect(titles('exactCount')).toEqual(['Rows of a table, counted']);
  });

  test('does without accents on either side', () => {
    expect(titles('nguyễn finds')).toEqual(titles('nguyen finds'));
    expect(titles('đ and finds')).toContain('Search customers');
  });

  test('leaves out groups without a match', () => {
    expect(filterGroups(groups, 'whoami').map(({ title }) => title)).toEqual(['Me']);
  });
});

describe('the trace under an answer', () => {
  test('has a line for each call, with its statements', () => {
    const header = JSON.stringify({
      ms: 4.2,
      calls: [
        { field: 'Query.consultants', n: 1, fn: 'api', ms: 3.1, sql: [['consultant.page', 1, 25]] },
        {
          field: 'Consultant.workload',
          n: 25,
          fn: 'api',
          ms: 2,
          sql: [
            ['a', 1, 1],
            ['b', 0.5, 0],
          ],
        },
        { field: 'Query.me', n: 1, fn: 'api', ms: 0.4, failed: true, sql: [] },
      ],
      more: 2,
    });
    expect(readTrace(header)).toEqual({
      milliseconds: 4.2,
      lines: [
        'Query.consultants → api 3.1 ms (consultant.page 1 ms 25 rows)',
        'Consultant.workload ×25 → api 2 ms (a 1 ms 1 row, b 0.5 ms 0 rows)',
        'Query.me → api 0.4 ms failed',
        'and 2 more',
      ],
    });
  });

  test.for(['', 'Query.me -> api', '{}', 'null', '[1]', '{"calls":7}'])(
    'is shown as it came when it is %j',
    header => {
      expect(readTrace(header)).toEqual({ milliseconds: null, lines: [header] });
    },
  );
});

describe('the operation that is run is a subscription', () => {
  const two = 'query A { me { id } } subscription B($d: AWSDate) { changed(date: $d) { id } }';
  test.for([
    ['subscription { changed { id } }', null, true],
    ['subscription S @x { changed { id } }', '', true],
    ['# query\n  subscription S { changed }', 'S', true],
    ['query { subscription }', null, false],
    ['query Q($s: T = "subscription {") { a(b: "\\"}", c: {d: 1}) }', null, false],
    ['mutation { a(text: """} subscription \\""" {""") }', null, false],
    ['fragment subscription on T { id } query { a }', null, false],
    ['{ me { id } }', null, false],
    ['query mutation { a } subscription query { b }', 'query', true],
    [two, 'A', false],
    [two, 'B', true],
    [two, 'C', false],
    ['', null, false],
    ['subscription', null, false],
  ] as const)('%s, named %s: %s', ([document, name, expected]) => {
    expect(isSubscription(document, name)).toBe(expected);
  });
});
