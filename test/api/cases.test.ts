import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { resolvers } from '../../resolvers/manifest.ts';
import { withClient } from '../../services/db/with-client.ts';
import {
  expectedOutcome,
  fieldsWithCases,
  outcomeOf,
  readCases,
  rewrites,
  statementsText,
  writeOutcome,
} from '../support/api/cases.ts';
import { apiClient, type ApiClient } from '../support/api/client.ts';
import { archiveOffice } from '../support/api/archive.ts';
import { emptyOffice, fillOffice, OFFICE_NOW, unloadDay } from '../support/api/office.ts';
import { openStatementLog, type StatementLog } from '../support/api/statement-log.ts';

const cases = readCases();
/** Those of a deployment, where its functions and resolvers are what is asked. */
const templates = inject('templates');
let directory: string;
let stack: Stack;
let api: ApiClient;
let log: StatementLog;

// A stack of its own: what the database runs meanwhile is for these cases.
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-test-cases-'));
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'none',
    reset: false,
    durable: false,
    ...(templates !== undefined && { from: templates }),
    now: new Date(OFFICE_NOW),
    log: () => {},
  });
  await withClient({ ...stack.database.owner }, fillOffice);
  await archiveOffice(stack.database.archive, stack.s3);
  log = await openStatementLog(directory, stack.database.owner);
  api = apiClient(stack.url);
});

/** A case that changes something leaves the office to be filled anew. */
let isFresh = true;
async function fresh(): Promise<void> {
  if (isFresh) return;
  await withClient({ ...stack.database.owner }, async owner => {
    await emptyOffice(owner);
    await fillOffice(owner);
  });
}

afterAll(async () => {
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('the answer over HTTP, and the statements that it took', () => {
  test.for(cases.map(each => [each.field, each.name, each] as const))(
    '%s: %s',
    async ([field, , each]) => {
      const { query, variables, as, without } = each;
      await fresh();
      isFresh = !field.startsWith('Mutation.');
      if (without !== undefined) {
        isFresh = false;
        await withClient({ ...stack.database.owner }, owner => unloadDay(owner, without));
      }
      const answer = await api.ask(query, { variables, as });
      expect(answer.status).toBe(200);
      const outcome = outcomeOf(answer, statementsText(answer, log.take()));
      if (rewrites) await writeOutcome(each, outcome);
      const expected = expectedOutcome(each);
      expect(outcome.answer).toEqual(expected.answer);
      expect(outcome.statements).toBe(expected.statements);
    },
  );
});

test('every field with a resolver has a case, and every case belongs to one', () => {
  // Subscriptions are not answered over HTTP; test/local/realtime has theirs.
  const names = resolvers
    .filter(({ typeName }) => typeName !== 'Subscription')
    .map(({ typeName, fieldName }) => `${typeName}.${fieldName}`);
  expect(fieldsWithCases().sort()).toEqual([...names].sort());
  for (const name of names) expect(cases.map(({ field }) => field)).toContain(name);
});
