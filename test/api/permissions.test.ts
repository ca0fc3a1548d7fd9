import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Examples, examplesOf } from '../contract/support/examples.ts';
import { coordinates, questionFor } from '../contract/support/fields.ts';
import { allowed } from '../support/api/allowed.ts';
import { answerOf, apiClient } from '../support/api/client.ts';
import { expectAllowed, expectDenied, expectTurnedAway } from '../support/api/denials.ts';
import { type Principal, principals } from '../support/api/principals.ts';

/** Users of the pool with a sound token are in test/contract/permissions. */

const api = apiClient();
let everybody: Principal[];
let examples: Examples;
beforeAll(async () => {
  everybody = await principals(api, inject('apiStack'));
  examples = await examplesOf(api);
});

describe('P-21: who is allowed what', () => {
  test.for(coordinates)('%s', async coordinate => {
    const { text, path } = await questionFor(coordinate, '{ __typename }', examples);
    const [root] = path;
    const body = JSON.stringify({ query: text });
    for (const principal of everybody) {
      const answer = await principal.send(body);
      try {
        if (principal.admission !== 'heard') {
          expect(answer.status).toBe(Number(principal.admission.slice(-3)));
          expectTurnedAway(answer.text);
        } else if (principal.role && allowed[coordinate]?.includes(principal.role)) {
          expectAllowed(answerOf(answer), coordinate);
        } else expectDenied(answerOf(answer), coordinate, root, text);
      } catch (cause) {
        throw new Error(`asked by ${principal.name}`, { cause });
      }
    }
  });
});
