import { setTimeout as sleep } from 'node:timers/promises';

const SECONDS = 60;
const PAUSE_MS = 50;

/** Asks until the answer is the one that is waited for; after a minute, throws with the last one. */
export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  isIt: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = performance.now() + SECONDS * 1000;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (performance.now() > deadline) {
      throw new Error(`waited ${SECONDS} s in vain; the last answer: ${JSON.stringify(answer)}`);
    }
    await sleep(PAUSE_MS);
  }
}
