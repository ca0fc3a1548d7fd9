import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discardPostgres } from '../../local/postgres/discard.ts';
import { type InvariantCheck } from '../../generated/graphql.ts';
import { apiClient, type ApiAnswer } from '../support/api/client.ts';
import { fieldNamed } from '../support/contract.ts';
import { killableStack, type KillableStack } from '../support/killable-stack.ts';
import { chance } from '../support/random.ts';
import { fillGround, ground, STORM_NOW } from '../support/storm-ground.ts';
import { overlaps, recorded, rowsIn, selectionFor } from '../support/storm-record.ts';
import { anyChange, type Asked } from '../support/storm.ts';

/** `npm run test:faults` has many rounds; a few of them are in every run of the tests. */
const ROUNDS = Number(process.env['FAULTS'] ?? 4);
const SEED = Number(process.env['FAULTS_SEED'] ?? 2_025);
const CLIENTS = 6;

let parent: string;
let stack: KillableStack;
beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'meetassist-test-faults-'));
  chmodSync(parent, 0o755);
  stack = killableStack(path.join(parent, 'data'), STORM_NOW);
  await stack.start();
  await stack.asOwner(fillGround);
});
afterAll(async () => {
  await stack.stop();
  await discardPostgres(path.join(parent, 'data/postgres'), () => {});
  rmSync(parent, { recursive: true, force: true });
});

const faults: readonly (readonly [name: string, strike: () => Promise<void> | void])[] = [
  ['the stack is killed', () => stack.kill()],
  ['the database is killed', () => stack.killDatabase()],
  ['a process of the database is killed', () => stack.killBackend()],
  ['the connections are ended', () => stack.terminate()],
];

/** What clients saw: who was told that something was done. */
interface Seen {
  /** `appointment 7 v3`, from answers without an error. */
  readonly acknowledged: Set<string>;
  /** Tokens of customers that were to be made, with the ids that were answered; none yet is the empty list. */
  readonly tokens: Map<string, string[]>;
  answered: number;
  unanswered: number;
}

test(`${ROUNDS} times something is killed while everybody writes: what was acknowledged is there, and every rule holds`, async () => {
  const luck = chance(SEED);
  const seen: Seen = { acknowledged: new Set(), tokens: new Map(), answered: 0, unanswered: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const [name, strike] = faults[round < 4 ? round : luck.between(0, 3)] ?? fail();
    const storming = new AbortController();
    const clients = Array.from({ length: CLIENTS }, (_, client) =>
      ask(seen, SEED + round * 100 + client, storming.signal),
    );
    await sleep(luck.between(50, 400));
    await strike();
    await sleep(luck.between(0, 200));
    storming.abort();
    await Promise.all(clients);
    if (!stack.url) await stack.start();
    await recovered(name);
    await check(seen, name);
  }
  // A storm in which nothing was done, or in which nobody was cut off, shows nothing.
  expect(seen.acknowledged.size).toBeGreaterThan(ROUNDS);
  expect(seen.unanswered).toBeGreaterThan(0);
}, 3_600_000);

/** One client, who asks for one change after the other until the signal. */
async function ask(seen: Seen, seed: number, signal: AbortSignal): Promise<void> {
  const luck = chance(seed);
  const api = apiClient(stack.url ?? '');
  for (let count = 0; !signal.aborted && count < 500; count++) {
    const token = luck.likely(15) ? `token ${seed} ${count}` : undefined;
    const asked = token === undefined ? anyChange(luck, ground) : makingCustomer(token);
    if (token !== undefined) seen.tokens.set(token, []);
    const answer = await asking(api.ask(...mutation(asked)));
    const data = answer?.data as Record<string, unknown> | null | undefined;
    if (!answer || answer.errors.some(({ errorType }) => errorType === 'Internal')) {
      seen.unanswered += 1;
      await sleep(5);
    } else if (answer.errors.length === 0 && data) {
      seen.answered += 1;
      const made = data[asked.field];
      for (const row of rowsIn(asked, made)) seen.acknowledged.add(row);
      if (token !== undefined) seen.tokens.get(token)?.push(String(Object(made).id));
    }
  }
}

function makingCustomer(clientToken: string): Asked {
  return { field: 'createCustomer', input: { input: { fullName: clientToken }, clientToken } };
}

/** The answer, if there was one. */
async function asking(answer: Promise<ApiAnswer>): Promise<ApiAnswer | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}

function mutation(asked: Asked): [string, { variables: Record<string, unknown> }] {
  const { field, input } = asked;
  const given = fieldNamed(`Mutation.${field}`).args.filter(({ name }) => name in input);
  const variables = given.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const args = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const text = `mutation M(${variables}) { ${field}(${args}) ${selectionFor(asked)} }`;
  return [text, { variables: { ...input } }];
}

async function recovered(after: string): Promise<void> {
  for (const deadline = performance.now() + 30_000; !(await isWell()); await sleep(20)) {
    if (performance.now() > deadline) throw new Error(`${after}, for good: ${stack.lastWords}`);
  }
}

async function isWell(): Promise<boolean> {
  const answer = await asking(
    apiClient(stack.url ?? '').ask('{ customers(limit: 1) { nextToken } }'),
  );
  return answer?.errors.length === 0;
}

async function check(seen: Seen, after: string): Promise<void> {
  const api = apiClient(stack.url ?? '');
  const { invariants } = await api.data<{ invariants: InvariantCheck[] }>(
    '{ invariants { name violations examples } }',
  );
  expect(invariants.filter(({ violations }) => violations > 0)).toEqual([]);
  expect(await stack.asOwner(overlaps)).toEqual([]);

  const known = new Set(await stack.asOwner(client => recorded(client)));
  expect([after, [...seen.acknowledged].filter(row => !known.has(row))]).toEqual([after, []]);
  await repeatUnanswered(seen);
}

/** Who got no answer asks again with the same token: it is there once, whether it was heard the first time or not. */
async function repeatUnanswered({ tokens }: Seen): Promise<void> {
  const api = apiClient(stack.url ?? '');
  for (const [token, ids] of tokens) {
    const { createCustomer } = await api.data<{ createCustomer: { id: string } }>(
      ...mutation(makingCustomer(token)),
    );
    if (ids[0] !== undefined) expect([token, createCustomer.id]).toEqual([token, ids[0]]);
    const found = await stack.asOwner(client =>
      client.query<{ id: string }>('select id from customer where full_name = $1', [token]),
    );
    expect([token, found.rows]).toEqual([token, [{ id: createCustomer.id }]]);
  }
  tokens.clear();
}

function fail(): never {
  throw new Error('there is no such fault');
}
