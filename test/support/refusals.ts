import { type DomainError } from '../../services/shared/errors.ts';

/** The type and the info of the refusal that the work ends in. Fails when it ends in anything else. */
export async function refusalOf(work: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await work.then(
    answer => new Error(`it was answered: ${JSON.stringify(answer)}`),
    (thrown: Error) => thrown,
  );
  if (!('info' in error)) throw error;
  const { type, info } = error as DomainError;
  return { type, ...info };
}
