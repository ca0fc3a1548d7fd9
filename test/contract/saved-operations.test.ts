import { beforeAll, describe, expect, test } from 'vitest';
import { type Example } from '../../local/graphiql/client/examples.ts';
import { fillVariables } from '../../local/graphiql/client/placeholders.ts';
import { readOperations } from '../../local/graphiql/operations.ts';
import { contractClient } from './support/client.ts';
import { type Examples, examplesOf } from './support/examples.ts';

const reads = readOperations()
  .flatMap(group => group.operations)
  .filter(({ query }) => /^query /m.test(query));

const api = contractClient();
let examples: Examples;
beforeAll(async () => {
  examples = await examplesOf(api);
});

/** What they are about may be missing from the data, whatever they are filled with. */
const mayBeMissing: readonly unknown[] = ['ARCHIVE_OBJECT_NOT_FOUND'];

describe('an administrator gets an answer to', () => {
  test.for(reads.map(each => [each.title, each] as const))(
    '%s',
    async ([, { query, variables, operationName }], { skip }) => {
      let found = true;
      const example = async (name: Example): Promise<string | null> => {
        const value = await examples.find(name);
        found &&= value !== null;
        return value;
      };
      const { today } = examples;
      const filled = variables === null ? '{}' : await fillVariables(variables, { today, example });
      skip(!found, 'the data have none');
      const given = JSON.parse(filled) as Readonly<Record<string, unknown>>;
      const { status, data, errors } = await api.ask(query, { variables: given, operationName });
      expect(status).toBe(200);
      skip(mayBeMissing.includes(errors[0]?.errorInfo?.reason), 'the archive has none');
      expect(errors).toEqual([]);
      for (const value of Object.values(data as object)) expect(value).not.toBeNull();
    },
  );
});
