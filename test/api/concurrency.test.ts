import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { roles } from '../../services/db/roles.ts';
import { apiClient } from '../support/api/client.ts';

const api = apiClient();

/** The stack runs no more of them at once. Source: `maxContainers` of local/lambda/function.ts. */
const MOST_CONTAINERS = 4;

const questions: readonly string[] = [
  '{ appointments { items { id customer { fullName } consultant { rating { average } } } totalCount } }',
  '{ consultants { items { id appointments(limit: 1) { items { id } totalCount } workload { bookedMinutes } } } }',
  '{ customers(filter: { search: "nguyen" }) { items { fullName programs { items { status } } } } }',
  '{ timeslots(filter: { state: FREE }) { items { id state } } }',
  '{ overview(from: "2026-11-01", to: "2026-11-30") { appointments { total } period { utilisation } } }',
  '{ dailySummaries(from: "2026-11-01", to: "2026-11-30") { date bookedMinutes } }',
  '{ consultantCandidates(appointmentId: "5") { rank free reason } }',
  '{ program(id: "1") { participants { items { customer { fullName } } } } }',
  '{ feedback(orderBy: RATING_DESC) { items { rating } } me { username } }',
  '{ appointments(limit: 0) { nextToken } consultant(id: "99") { id } }',
];

test('200 requests at once are answered as they are one by one, over a few connections', async () => {
  const personas = ['admin', 'scheduler', 'analyst', 'none'] as const;
  const alone = new Map<string, string>();
  for (const query of questions) {
    for (const as of personas) alone.set(`${as} ${query}`, (await api.ask(query, { as })).text);
  }
  const counting = countConnections();
  const asked = Array.from({ length: 200 }, (_, i) => ({
    query: questions[i % questions.length] ?? '',
    as: personas[(i * 7) % personas.length] ?? 'admin',
  }));
  const answers = await Promise.all(asked.map(({ query, as }) => api.ask(query, { as })));
  const most = await counting.most();

  asked.forEach(({ query, as }, i) => {
    expect([as, query, answers[i]?.text]).toEqual([as, query, alone.get(`${as} ${query}`)]);
  });
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(MOST_CONTAINERS);
});

/** P-48: counts the API's connections again and again, until it is asked how many there were at most. */
function countConnections(): { most(): Promise<number> } {
  let over = false;
  const counted = (async () => {
    const client = new pg.Client({ ...inject('apiStack').owner });
    await client.connect();
    let most = 0;
    do {
      const { rows } = await client.query<{ n: number }>(
        'select count(*)::int as n from pg_stat_activity where usename = $1',
        [roles.api],
      );
      most = Math.max(most, rows[0]?.n ?? 0);
    } while (!over);
    await client.end();
    return most;
  })();
  return {
    most() {
      over = true;
      return counted;
    },
  };
}
