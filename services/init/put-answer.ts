import { setTimeout as sleep } from 'node:timers/promises';

/** CloudFormation was not told, so it waits. The message does not hold the address. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
  readonly holdsNoValues = true;
}

const PAUSES_MS = [500, 2_000, 8_000];
const ATTEMPT_MS = 10_000;

/**
 * Puts an answer to the address that came with the question, several times if need be. Throws {@link AnswerLost}: then
 * Lambda sends the event again.
 */
export async function putAnswer(
  url: string,
  answer: string,
  pause: (ms: number) => Promise<unknown> = ms => sleep(ms),
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const trouble = await put(url, answer);
    if (trouble === undefined) return;
    const ms = PAUSES_MS[attempt];
    if (ms === undefined) throw new AnswerLost(`CloudFormation could not be told: ${trouble}`);
    await pause(ms);
  }
}

async function put(url: string, answer: string): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(url, {
      method: 'PUT',
      // The address is signed for a body without a type, and a text would be given one.
      headers: { 'content-type': '' },
      body: Buffer.from(answer),
      signal: AbortSignal.timeout(ATTEMPT_MS),
    });
    return ok ? undefined : `HTTP status ${status}`;
  } catch (error) {
    return error instanceof Error ? error.name : 'no answer';
  }
}
