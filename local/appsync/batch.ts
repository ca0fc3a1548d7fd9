import { type LoadedStep } from './resolvers.ts';

/** Sibling calls of one field of one request, at the same step of its pipeline, gathered until they are sent together. */
export interface Batches<Call> {
  readonly add: (step: LoadedStep, call: Call) => void;
  /** Sends what has been gathered, at most `maxBatchSize` calls at once, in their order. */
  readonly flush: () => void;
}

export function createBatches<Call>(
  send: (step: LoadedStep, calls: readonly Call[]) => void,
): Batches<Call> {
  const waiting = new Map<LoadedStep, Call[]>();
  return {
    add(step, call) {
      const calls = waiting.get(step);
      if (calls) calls.push(call);
      else waiting.set(step, [call]);
    },
    flush() {
      const batches = [...waiting];
      waiting.clear();
      for (const [step, calls] of batches) {
        for (let start = 0; start < calls.length; start += step.maxBatchSize) {
          send(step, calls.slice(start, start + step.maxBatchSize));
        }
      }
    },
  };
}
