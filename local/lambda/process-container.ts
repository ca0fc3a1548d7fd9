import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Container,
  type ContainerOptions,
  createLifetime,
  forwardLines,
  YOUNG_GENERATION_MB,
} from './container.ts';
import { startRuntimeApi } from './runtime-api.ts';

const RUNTIME = fileURLToPath(new URL('./process-runtime.ts', import.meta.url));
/** V8 takes the sizes of its two halves of the young generation, and has as much again to move what lives. */
const SEMI_SPACE_MB = YOUNG_GENERATION_MB / 3;

/**
 * A container that is a process of its own, with Lambda's environment and no other: it is started where its asset lies, and
 * given its calls by the Runtime API. It ends by itself when whoever started it is gone.
 */
export function startProcess(options: ContainerOptions): Container {
  const { functionName, file, exportName = 'handler', memoryMb, log } = options;
  let { clockOffsetMs } = options;
  const api = startRuntimeApi({
    functionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    onReady: () => lifetime.isReady(),
    onInitError: failure => lifetime.end({ kind: 'unloadable', ...failure }),
    onAnswer: answer => lifetime.answer(answer),
    clockOffsetMs: () => clockOffsetMs,
  });
  const gone = Promise.withResolvers<void>();
  let kill = (): void => gone.resolve();
  let isStopped = false;
  const lifetime = createLifetime(() => {
    isStopped = true;
    api.close();
    kill();
  });

  const start = (address: string): void => {
    if (isStopped) return;
    const taskRoot = path.dirname(file);
    const child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${memoryMb}`,
        `--max-semi-space-size=${SEMI_SPACE_MB}`,
        RUNTIME,
        String(clockOffsetMs),
      ],
      {
        cwd: taskRoot,
        env: {
          ...options.env,
          AWS_LAMBDA_RUNTIME_API: address,
          _HANDLER: `${path.basename(file, '.mjs')}.${exportName}`,
          LAMBDA_TASK_ROOT: taskRoot,
        },
        // Ctrl-C in the terminal is for the stack, which lets calls come to their end.
        detached: true,
        // It reads nothing, but sees when whoever started it is gone.
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    kill = () => void child.kill('SIGKILL');
    forwardLines(child.stdout, log);
    forwardLines(child.stderr, log);
    child.once('error', error => {
      log(`${functionName} does not start: ${error.message}`);
      lifetime.end({ kind: 'exit', code: 1 });
      gone.resolve();
    });
    child.once('exit', (code, signal) => {
      if (signal && !isStopped) log(`${functionName} died: ${signal}`);
      lifetime.end({ kind: 'exit', code: code ?? 1 });
      gone.resolve();
    });
  };
  api.address.then(start, () => lifetime.end({ kind: 'exit', code: 1 }));

  return {
    ready: lifetime.ready,
    ended: lifetime.ended,
    invoke: (requestId, event, timeoutMs) =>
      lifetime.call(() => api.send({ requestId, event, timeoutMs }), timeoutMs),
    setClockOffset(offsetMs) {
      clockOffsetMs = offsetMs;
    },
    async terminate() {
      lifetime.end({ kind: 'exit', code: 0 });
      await gone.promise;
    },
  };
}
