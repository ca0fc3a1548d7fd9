import { type Invocation } from '../lambda/invocation.ts';
import { type LoadedStep } from './resolvers.ts';

/** Sends an event to the function of a step. What goes wrong on the way is in the invocation, as what goes wrong there. */
export async function invoke(
  { dataSource, field }: LoadedStep,
  event: string,
): Promise<Invocation> {
  if (dataSource.kind === 'NONE') throw new Error(`${field} has no function to invoke.`);
  try {
    return await dataSource.invoke(event);
  } catch (cause) {
    const errorMessage = cause instanceof Error ? cause.message : String(cause);
    const failed = { ok: false, errorType: 'Lambda.Unknown', errorMessage } as const;
    return { functionName: field, milliseconds: 0, statements: [], ...failed };
  }
}

/** Leaves an event for which nobody waits; gives why it was not taken. */
export function handOver({ dataSource }: LoadedStep, event: string): string | undefined {
  if (dataSource.kind === 'AWS_LAMBDA' && dataSource.enqueue) return dataSource.enqueue(event);
  return 'The data source takes no events.';
}

/** Whether a text takes more bytes than that. */
export function isLargerThan(bytes: number, payload: string): boolean {
  return payload.length * 3 > bytes && Buffer.byteLength(payload) > bytes;
}
