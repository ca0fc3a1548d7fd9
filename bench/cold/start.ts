import { fork } from 'node:child_process';

/** A function to be started, with what it is asked first. */
export interface Start {
  /** The bundled handler. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly event: unknown;
}

interface Told {
  readonly milliseconds: number;
  /** Of the function's own process, in all its threads. */
  readonly processorMs: number;
  readonly answer: string;
}

/** Starts it once, in a process of its own; milliseconds from the start of the process to its first answer. */
export async function coldStart(child: string, { file, env, event }: Start): Promise<Told> {
  const started = fork(child, [file, JSON.stringify(event)], {
    env: { PATH: process.env['PATH'], TZ: ':UTC', ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  started.stdout?.resume();
  started.stderr?.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const told = await new Promise<Told | undefined>(resolve => {
    started.once('message', message => resolve(message as Told));
    started.once('exit', () => resolve(undefined));
  });
  if (told) return told;
  throw new Error(`${file} gave no answer: ${said.slice(-500)}`);
}
