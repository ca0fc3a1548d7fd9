import { afterEach, describe, expect, test } from 'vitest';
import { apiClient } from '../support/api/client.ts';
import { expectRequestErrors } from '../support/api/request-errors.ts';
import { insidesIn } from '../support/api/leaks.ts';

/** What every endpoint answers alike is in test/contract/documents. */

const api = apiClient();

afterEach(async () => {
  await expect(api.data('{ me { username } }')).resolves.toEqual({ me: { username: 'admin' } });
});

describe('which operation', () => {
  const two = 'query A { me { sub } } query B { me { username } }';

  test('two operations without a name', async () => {
    const answer = await api.ask(two);
    expect([answer.status, answer.errors]).toEqual([
      400,
      [{ errorType: 'BadRequestException', message: 'Missing operation name.' }],
    ]);
  });

  test('a name that neither has', async () => {
    const answer = await api.ask(two, { operationName: 'C' });
    expect([answer.status, answer.errors[0]?.errorType]).toEqual([400, 'BadRequestException']);
  });
});

describe('documents that are too much', () => {
  const deep = (levels: number): string => {
    const pair = 'appointments(limit: 1) { items { consultant { ';
    return `{ consultant(id: "1") { ${pair.repeat(levels)} id ${'} } } '.repeat(levels)} } }`;
  };

  test('ten thousand levels', async () => {
    const answer = await api.ask(deep(3_500));
    expect([200, 400]).toContain(answer.status);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(insidesIn(answer.text)).toEqual([]);
  });

  test('ten thousand aliases', async () => {
    for (const field of ['me { sub }', 'appointments { nextToken }']) {
      const answer = await api.ask(`{ ${aliases(10_000, field)} }`);
      expectRequestErrors(answer, /^Invalid Syntax : the query has too many tokens/);
    }
  });

  test('more resolvers than one request may run', async () => {
    const { data, errors } = await api.ask(`{ ${aliases(1_200, 'consultant(id: "1") { id }')} }`);
    const answered = Object.values(data as object).filter(value => value !== null);
    expect(answered).toEqual(Array.from({ length: 1_000 }, () => ({ id: '1' })));
    expect(errors).toHaveLength(200);
    expect(new Set(errors.map(({ errorType }) => errorType))).toEqual(
      new Set(['ResolverExecutionLimitReached']),
    );
  });

  test('thousands of aliases of a leaf are one answer of one resolver', async () => {
    const { data, trace } = await api.ask(`{ me { ${aliases(4_000, 'username')} } }`);
    const { me } = data as { me: object };
    expect(Object.keys(me)).toHaveLength(4_000);
    expect(new Set(Object.values(me))).toEqual(new Set(['admin']));
    expect(trace.calls).toHaveLength(1);
  });

  test('fragments that double thirty times', async () => {
    const doubling = Array.from({ length: 30 }, (_, i) => {
      const next = `items { customer { appointments { ...F${i + 1} } } }`;
      return `fragment F${i} on AppointmentPage { a: ${next} b: ${next} }`;
    });
    const query = `{ appointments { ...F0 } } ${doubling.join(' ')} fragment F30 on AppointmentPage { nextToken }`;
    const started = performance.now();
    const answer = await api.ask(query);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(insidesIn(answer.text.slice(0, 100_000))).toEqual([]);
  });

  test('a list in a list in a list, ten thousand times, as a literal and as a variable', async () => {
    const nested = '['.repeat(10_000) + ']'.repeat(10_000);
    const literal = await api.post(JSON.stringify({ query: `{ customer(id: ${nested}) { id } }` }));
    expect([200, 400]).toContain(literal.status);
    const query = 'query Q($v: AppointmentFilter) { appointments(filter: $v) { nextToken } }';
    const variable = await api.post(
      `{"query":${JSON.stringify(query)},"variables":{"v":${nested}}}`,
    );
    expect([200, 400]).toContain(variable.status);
    for (const { text } of [literal, variable]) {
      expect((JSON.parse(text) as { errors: unknown[] }).errors.length).toBeGreaterThan(0);
      expect(insidesIn(text)).toEqual([]);
    }
  });
});

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
}
