import { describe, expect, test } from 'vitest';
import { apiClient } from '../support/api/client.ts';
import { admits, readable, questionFor } from '../support/api/fields.ts';
import { conformance } from '../support/conformance.ts';
import { fieldNamed, selectionOf } from '../support/contract.ts';

const api = apiClient();
const LEVELS = 3;

describe('P-28: a field with everything that comes along with it', () => {
  test.for(readable)('%s', async coordinate => {
    const { type } = fieldNamed(coordinate);
    const { text, path } = questionFor(coordinate, selectionOf(type, LEVELS));
    for (const as of ['admin', 'analyst'] as const) {
      if (!admits(path[0], as)) continue;
      const data = await api.data<object>(text, { as });
      const value = path.reduce<unknown>((part, name) => Object(part)[name], data);
      expect(value).not.toBeNull();
      expect(conformance(value, type, LEVELS).faults).toEqual([]);
    }
  });
});
