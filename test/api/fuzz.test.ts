import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InvariantCheck } from '../../generated/graphql.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { withClient } from '../../services/db/with-client.ts';
import { type AnswerError, apiClient } from '../support/api/client.ts';
import { disguise } from '../support/api/disguise.ts';
import { insidesIn, leaksIn } from '../support/api/leaks.ts';
import { fillOffice, OFFICE_NOW } from '../support/api/office.ts';
import { pickChanges, type Picked, pickQuestion, plainText } from '../support/api/questions.ts';
import { conformance } from '../support/conformance.ts';
import { chance } from '../support/random.ts';
import { documentedReasons } from '../support/reasons.ts';

const api = apiClient();
const anySeed = fc.integer({ min: 0, max: 2 ** 31 });
const persona = fc.constantFrom('admin', 'admin', 'scheduler', 'analyst', 'none');

/** What differs between two questions: clock readings, and what the database page says of the moment. */
const moments = [
  ...['asOf', 'scans', 'sizeBytes', 'indexSizeBytes', 'rowEstimate'],
  ...['freshnessSeconds', 'link', 'linkExpiresAt'],
];

const LIMIT = 'QueryDepthLimitReached';
const errorTypes: readonly unknown[] = [
  'InvalidInput',
  'NotFound',
  'Unauthorized',
  LIMIT,
  'Conflict',
  undefined,
];

test('P-27: whatever is asked, the answer is well-formed and tells nothing of the inside', async () => {
  await fc.assert(
    fc.asyncProperty(anySeed, persona, fc.constantFrom(0, 10, 60), async (seed, as, wild) => {
      const random = chance(seed);
      const question = pickQuestion(random, 3, { levels: random.between(1, 5), wild });
      fc.pre(question.length > 0);
      const answer = await api.ask(plainText(question), { as });
      expect(answer.status).toBe(200);
      for (const error of answer.errors) expectSound(error);
      if (answer.data === null) expect(answer.errors.length).toBeGreaterThan(0);
      else expect(faultsOf(answer.data, question, 'data')).toEqual([]);
    }),
    { seed: 20_261_120, numRuns: 400 },
  );
});

test('a question in other words gets the same answer', async () => {
  await fc.assert(
    fc.asyncProperty(anySeed, async seed => {
      const random = chance(seed);
      const appetite = { levels: random.between(1, 5), wild: 0, without: moments };
      const question = pickQuestion(random, 2, appetite);
      fc.pre(question.length > 0);
      const as = random.of(['admin', 'analyst'] as const);
      const { text, reveal } = disguise(random, question);
      const [plain, other] = await Promise.all([
        api.ask(plainText(question), { as }),
        api.ask(text, { as }),
      ]);
      expect(reveal(other.data)).toEqual(plain.data);
      expect(typesOf(other.errors)).toEqual(typesOf(plain.errors));
      // Another wording costs at most a count that the plain one does not select.
      const statements = plain.trace.calls.flatMap(call => call.statements);
      const calls = other.trace.calls.length;
      if (calls === plain.trace.calls.length) {
        const counts = other.trace.calls.flatMap(call =>
          call.statements.filter(name => !name.endsWith('.total')),
        );
        expect(counts.sort()).toEqual(statements.filter(name => !name.endsWith('.total')).sort());
      }
    }),
    { seed: 20_261_120, numRuns: 250 },
  );
});

describe('changes', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'meetassist-test-fuzz-'));
  const printed: string[] = [];
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      port: 0,
      dataDir: directory,
      demo: 'none',
      reset: false,
      durable: false,
      now: new Date(OFFICE_NOW),
      log: line => printed.push(line),
    });
    await withClient({ ...stack.database.owner }, fillOffice);
  });
  afterAll(async () => {
    await stack?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('P-27, P-31: whatever is changed, answers are well-formed, refusals documented, and every rule holds', async () => {
    const own = apiClient(stack.url);
    const documented = documentedReasons();
    const done = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anySeed, persona, fc.constantFrom(0, 10, 60), async (seed, as, wild) => {
        const random = chance(seed);
        const changes = pickChanges(random, { levels: random.between(1, 3), wild });
        fc.pre(changes.length > 0);
        const answer = await own.ask(`mutation ${plainText(changes)}`, { as });
        expect(answer.status).toBe(200);
        for (const error of answer.errors) {
          expectSound(error);
          const { errorType, errorInfo } = error;
          if (!errorType || errorType === 'Unauthorized' || errorType === LIMIT) continue;
          expect([...(documented.get(errorType) ?? [])]).toContain(errorInfo?.reason);
        }
        if (answer.data === null) expect(answer.errors.length).toBeGreaterThan(0);
        else expect(faultsOf(answer.data, changes, 'data')).toEqual([]);
        for (const [name, value] of Object.entries(answer.data ?? {})) if (value) done.add(name);
      }),
      { seed: 20_261_121, numRuns: 600 },
    );
    // Chance that only ever is refused shows little.
    expect(done.size).toBeGreaterThan(20);
    const { invariants } = await own.data<{ invariants: InvariantCheck[] }>(
      '{ invariants { name violations examples } }',
    );
    expect(invariants.filter(({ violations }) => violations > 0)).toEqual([]);
    expect(leaksIn(printed.join('\n'))).toEqual([]);
  }, 60_000);
});

function expectSound({ message, errorType, errorInfo }: AnswerError): void {
  expect(errorTypes).toContain(errorType);
  expect(insidesIn(message)).toEqual([]);
  expect(message.length).toBeLessThan(500);
  if (errorType === 'InvalidInput' || errorType === 'NotFound') {
    expect(errorInfo?.reason).toMatch(/^[A-Z_]+$/);
  }
}

function typesOf(errors: readonly AnswerError[]): unknown[] {
  return errors.map(({ errorType, message }) => [errorType, message]).sort();
}

/** Compares an answer with what was asked: the keys and their order, and a value of its type for each. */
function faultsOf(value: unknown, question: readonly Picked[], path: string): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => faultsOf(item, question, `${path}[${i}]`));
  }
  const object = value as Readonly<Record<string, unknown>>;
  const [keys, names] = [Object.keys(object), question.map(({ field }) => field.name)];
  if (keys.join() !== names.join()) return [`${path} has ${keys.join()}, not ${names.join()}`];
  return question.flatMap(({ field, children }) => {
    const here = `${path}.${field.name}`;
    if (children.length > 0) return faultsOf(object[field.name], children, here);
    const { faults } = conformance(object[field.name], field.type, 0);
    return faults.map(fault => `${here}: ${fault}`);
  });
}
