import { expect } from 'vitest';
import { type AnswerError, type ApiAnswer, type ApiClient } from '../../support/api/client.ts';
import { insidesIn } from '../../support/api/leaks.ts';

/** The one error of a question that is refused. */
export async function refusal(
  api: ApiClient,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
): Promise<AnswerError> {
  const [error, ...more] = refusals(await api.ask(query, { ...(variables && { variables }) }));
  expect(more).toEqual([]);
  if (!error) throw new Error('it was not refused');
  return error;
}

/** What was refused of `a0: … a1: … a2: …`, in that order. */
export function refusals({ status, errors }: ApiAnswer): readonly AnswerError[] {
  expect(status).toBe(200);
  for (const { message } of errors) {
    expect(insidesIn(message)).toEqual([]);
    expect(message.length).toBeLessThan(300);
  }
  const order = (error: AnswerError) => Number(/\d+$/.exec(String(error.path?.at(-1)))?.[0] ?? 0);
  return errors.toSorted((one, other) => order(one) - order(other));
}
