import { isNonNullType } from 'graphql';
import { expect } from 'vitest';
import { fieldNamed } from '../contract.ts';
import { type AnswerError, type ApiAnswer } from './client.ts';
import { insidesIn } from './leaks.ts';

/** Who may have a field is answered by it; that a mutation comes to nothing is an answer, too. */
export function expectAllowed({ status, errors }: ApiAnswer, coordinate: string): void {
  expect(status).toBe(200);
  for (const { message } of errors) expect(insidesIn(message)).toEqual([]);
  expect(coordinate.startsWith('Mutation.') ? errors.filter(isDenial) : errors).toEqual([]);
}

/** Who may not have a field gets null for it, and AppSync's sentence. */
export function expectDenied(answer: ApiAnswer, coordinate: string, root: string, text: string) {
  const typeName = coordinate.startsWith('Mutation.') ? 'Mutation' : 'Query';
  expect(answer.status).toBe(200);
  // Whoever may not have a nested field may not have the objects it hangs on either.
  expect(answer.errors).toEqual([
    {
      path: [root],
      data: null,
      errorType: 'Unauthorized',
      errorInfo: null,
      locations: [{ line: 1, column: text.indexOf(root) + 1, sourceName: null }],
      message: `Not Authorized to access ${root} on type ${typeName}`,
    },
  ]);
  const nulls = isNonNullType(fieldNamed(`${typeName}.${root}`).type) ? null : { [root]: null };
  expect(answer.data).toEqual(nulls);
}

/** A request that is refused as a whole, whoever's fields it asked for. */
export function expectTurnedAway(text: string): void {
  expect(JSON.parse(text)).toEqual({
    errors: [{ errorType: expect.stringMatching(/Exception$/), message: expect.any(String) }],
  });
  expect(insidesIn(text)).toEqual([]);
}

function isDenial({ errorType }: AnswerError): boolean {
  return errorType === 'Unauthorized' || errorType === 'Forbidden' || errorType === 'Internal';
}
