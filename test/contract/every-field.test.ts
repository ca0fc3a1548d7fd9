import { beforeAll, describe, expect, test } from 'vitest';
import { conformance } from '../support/conformance.ts';
import { fieldNamed, selectionOf } from '../support/contract.ts';
import { callers, contractClient } from './support/client.ts';
import { type Examples, examplesOf } from './support/examples.ts';
import { admits, questionFor, readable } from './support/fields.ts';

const api = contractClient();
const LEVELS = 3;
let examples: Examples;
beforeAll(async () => {
  examples = await examplesOf(api);
});

describe('P-28, P-43: a field with everything that comes along with it', () => {
  test.for(readable)('%s', async (coordinate, { skip }) => {
    const { type } = fieldNamed(coordinate);
    const selection = selectionOf(type, LEVELS);
    const { text, path, exists } = await questionFor(coordinate, selection, examples);
    skip(!exists, 'the data have none');
    for (const as of callers()) {
      if (!admits(path[0], as)) continue;
      const data = await api.data<object>(text, { as });
      const value = path.reduce<unknown>((part, name) => Object(part)[name], data);
      skip(value === undefined && path.includes('0'), 'the data have none');
      expect(value).not.toBeNull();
      expect(conformance(value, type, LEVELS).faults).toEqual([]);
    }
  });
});
