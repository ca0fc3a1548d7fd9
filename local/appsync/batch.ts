import { type LoadedResolver } from './resolvers.ts';

/** Sibling calls of one field of one request, gathered until they are sent together. */
export interface Batches<Call> {
  readonly add: (resolver: LoadedResolver, call: Call) => void;
  /** Sends what has been gathered, at most `maxBatchSize` calls at once, in their order. */
  readonly flush: () => void;
}

export function createBatches<Call>(
  send: (resolver: LoadedResolver, calls: readonly Call[]) => void,
): Batches<Call> {
  const waiting = new Map<LoadedResolver, Call[]>();
  return {
    add(resolver, call) {
      const calls = waiting.get(resolver);
      if (calls) calls.push(call);
      else waiting.set(resolver, [call]);
    },
    flush() {
      const batches = [...waiting];
      waiting.clear();
      for (const [resolver, calls] of batches) {
        for (let start = 0; start < calls.length; start += resolver.maxBatchSize) {
          send(resolver, calls.slice(start, start + resolver.maxBatchSize));
        }
      }
    },
  };
}
