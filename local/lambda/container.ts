import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { type Answer, type ContainerSetup, type Unloadable } from './messages.ts';

/** Why a container is gone: it could not load the handler, a call took too long, or it ended by itself. */
export type Ending =
  Unloadable | { readonly kind: 'timeout' } | { readonly kind: 'exit'; readonly code: number };

/** One container seen from outside: a thread of this process, or a process of its own. */
export interface Container {
  /** True when the handler is loaded, false when the container ended before that. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<Ending>;
  /** Answers one event. One call at a time; a call that outlives `timeoutMs` ends the container. */
  invoke(requestId: string, event: string, timeoutMs: number): Promise<Answer | Ending>;
  setClockOffset(offsetMs: number): void;
  terminate(): Promise<void>;
}

export interface ContainerOptions extends ContainerSetup {
  /** The whole environment of the handler; nothing of ours is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Told each line that the handler prints. */
  readonly log: (line: string) => void;
}

/**
 * For what lives no longer than a call. Left to itself V8 takes up to 128 MB for it in each container under load, and is no
 * faster.
 */
export const YOUNG_GENERATION_MB = 24;

/** What becomes of a container and of its call, whatever it runs in. */
export interface Lifetime {
  readonly ready: Promise<boolean>;
  readonly ended: Promise<Ending>;
  isReady(): void;
  /** The first reason counts. */
  end(why: Ending): void;
  answer(answer: Answer): void;
  /** Waits for the answer to what `send` sends; after `timeoutMs` the container ends. */
  call(send: () => void, timeoutMs: number): Promise<Answer | Ending>;
}

/** `stop` takes away what it runs in, as soon as it has ended. */
export function createLifetime(stop: () => void): Lifetime {
  const ready = Promise.withResolvers<boolean>();
  const ended = Promise.withResolvers<Ending>();
  let ending: Ending | undefined;
  let waiting: ((outcome: Answer | Ending) => void) | undefined;

  const end = (why: Ending): void => {
    if (ending) return;
    ending = why;
    waiting?.(why);
    ready.resolve(false);
    ended.resolve(why);
    stop();
  };
  return {
    ready: ready.promise,
    ended: ended.promise,
    isReady: () => ready.resolve(true),
    end,
    answer: answer => waiting?.(answer),
    call: (send, timeoutMs) =>
      new Promise(resolve => {
        if (ending) return resolve(ending);
        const timer = setTimeout(() => end({ kind: 'timeout' }), timeoutMs);
        waiting = outcome => {
          waiting = undefined;
          clearTimeout(timer);
          resolve(outcome);
        };
        send();
      }),
  };
}

export function forwardLines(stream: Readable, log: (line: string) => void): void {
  createInterface({ input: stream }).on('line', log);
}
