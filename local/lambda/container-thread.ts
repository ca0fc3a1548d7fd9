import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import {
  type Answer,
  type ContainerSetup,
  type FromContainer,
  type ToContainer,
  type Unloadable,
} from './messages.ts';

/** Why a container is gone: it could not load the handler, a call took too long, or it ended by itself. */
export type Ending =
  Unloadable | { readonly kind: 'timeout' } | { readonly kind: 'exit'; readonly code: number };

/** One container seen from outside. */
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
const YOUNG_GENERATION_MB = 24;

export function startContainer({ env, log, ...setup }: ContainerOptions): Container {
  const worker = new Worker(new URL('./container.ts', import.meta.url), {
    name: setup.functionName,
    workerData: setup satisfies ContainerSetup,
    env: { ...env },
    execArgv: ['--enable-source-maps'],
    resourceLimits: {
      maxOldGenerationSizeMb: setup.memoryMb,
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
    },
    stdout: true,
    stderr: true,
  });
  forwardLines(worker.stdout, log);
  forwardLines(worker.stderr, log);

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
    void worker.terminate();
  };
  worker.on('message', (message: FromContainer) => {
    if (message.kind === 'answer') waiting?.(message);
    else if (message.kind === 'ready') ready.resolve(true);
    else end(message);
  });
  worker.on('error', error => log(`${setup.functionName} died: ${describe(error)}`));
  worker.on('exit', code => end({ kind: 'exit', code }));

  const post = (message: ToContainer): void => worker.postMessage(message);
  return {
    ready: ready.promise,
    ended: ended.promise,
    invoke(requestId, event, timeoutMs) {
      return new Promise(resolve => {
        if (ending) return resolve(ending);
        const timer = setTimeout(() => end({ kind: 'timeout' }), timeoutMs);
        waiting = outcome => {
          waiting = undefined;
          clearTimeout(timer);
          resolve(outcome);
        };
        post({ kind: 'invoke', requestId, event, timeoutMs });
      });
    },
    setClockOffset: offsetMs => post({ kind: 'clock', offsetMs }),
    terminate: async () => void (await worker.terminate()),
  };
}

function forwardLines(stream: Readable, log: (line: string) => void): void {
  createInterface({ input: stream }).on('line', log);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
