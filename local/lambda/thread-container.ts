import { Worker } from 'node:worker_threads';
import {
  type Container,
  type ContainerOptions,
  createLifetime,
  forwardLines,
  YOUNG_GENERATION_MB,
} from './container.ts';
import { type ContainerSetup, type FromContainer, type ToContainer } from './messages.ts';

/** A container that is a thread of this process: it starts fast and takes little memory. */
export function startThread({ env, log, ...setup }: ContainerOptions): Container {
  const worker = new Worker(new URL('./thread-runtime.ts', import.meta.url), {
    name: setup.functionName,
    workerData: setup satisfies ContainerSetup,
    env: { ...env },
    resourceLimits: {
      maxOldGenerationSizeMb: setup.memoryMb,
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
    },
    stdout: true,
    stderr: true,
  });
  forwardLines(worker.stdout, log);
  forwardLines(worker.stderr, log);

  const lifetime = createLifetime(() => void worker.terminate());
  worker.on('message', (message: FromContainer) => {
    if (message.kind === 'answer') lifetime.answer(message);
    else if (message.kind === 'ready') lifetime.isReady();
    else lifetime.end(message);
  });
  worker.on('error', error => log(`${setup.functionName} died: ${describe(error)}`));
  worker.on('exit', code => lifetime.end({ kind: 'exit', code }));

  const post = (message: ToContainer): void => worker.postMessage(message);
  return {
    ready: lifetime.ready,
    ended: lifetime.ended,
    invoke: (requestId, event, timeoutMs) =>
      lifetime.call(() => post({ kind: 'invoke', requestId, event, timeoutMs }), timeoutMs),
    setClockOffset: offsetMs => post({ kind: 'clock', offsetMs }),
    terminate: async () => void (await worker.terminate()),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
