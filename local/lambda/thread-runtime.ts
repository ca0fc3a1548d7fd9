/**
 * The thread that stands for one Lambda container: it loads the handler once, then answers one call at a time. What
 * the handler keeps in its module (a connection) lives as long as the thread.
 */
import { subscribe } from 'node:diagnostics_channel';
import { parentPort, workerData } from 'node:worker_threads';
import { installClock, setClockOffset } from './container-clock.ts';
import { handled, loadHandler } from './handling.ts';
import { type TracedStatement } from './invocation.ts';
import { type ContainerSetup, type FromContainer, type ToContainer } from './messages.ts';

const setup: ContainerSetup = workerData;
let statements: TracedStatement[] = [];

setClockOffset(setup.clockOffsetMs);
installClock();
subscribe('meetassist:statement', message => statements.push(message as TracedStatement));

const handler = await loadHandler(setup.file, setup.exportName);
if (typeof handler === 'function') {
  parentPort?.on('message', (message: ToContainer) => {
    if (message.kind === 'clock') return setClockOffset(message.offsetMs);
    statements = [];
    void handled(handler, message, setup, () => statements).then(send);
  });
  send({ kind: 'ready' });
} else {
  send({ kind: 'unloadable', ...handler });
}

function send(message: FromContainer): void {
  parentPort?.postMessage(message);
}
