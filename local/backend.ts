import { type DataSource } from './appsync/data-source.ts';
import { type AsyncInvocations, createAsyncInvocations } from './lambda/async-invocations.ts';
import { type LambdaFunction } from './lambda/function.ts';

/** Where the bucket is, and with which keys it is reached. */
export interface BucketPlace {
  readonly url: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A function of the back end. */
export interface BackendFunction {
  readonly lambda: LambdaFunction;
  /** Whether events may be left with it for which nobody waits. */
  readonly takesEvents: boolean;
}

/** The functions of the back end on this machine. */
export interface Backend {
  readonly dataSources: Readonly<Record<string, DataSource>>;
  /** Starts the first container of the function that answers most fields. */
  warm(): Promise<void>;
  /** Moves the functions' clocks to `ms` after the machine's. */
  setClockOffset(ms: number): void;
  /** Waits for what is under way, then ends every container. */
  close(): Promise<void>;
}

/** The function that answers most fields. */
const WARMED = 'api';

/** Puts functions, by their names, behind data sources: `sources` names the function of each, null for none. */
export function createBackend(
  functions: Readonly<Record<string, BackendFunction>>,
  sources: Readonly<Record<string, string | null>>,
  log: (line: string) => void,
): Backend {
  const all = Object.values(functions).map(({ lambda }) => lambda);
  const queues: AsyncInvocations[] = [];

  function sourceOf(name: string): DataSource {
    const found = functions[name];
    if (!found) throw new Error(`there is no function ${name}`);
    const { invoke } = found.lambda;
    if (!found.takesEvents) return { kind: 'AWS_LAMBDA', invoke };
    const events = createAsyncInvocations({ invoke, log });
    queues.push(events);
    return { kind: 'AWS_LAMBDA', invoke, enqueue: events.enqueue };
  }

  return {
    dataSources: Object.fromEntries(
      Object.entries(sources).map(([source, name]) => [
        source,
        name === null ? { kind: 'NONE' } : sourceOf(name),
      ]),
    ),
    warm: async () => functions[WARMED]?.lambda.warm(),
    setClockOffset(ms) {
      for (const lambda of all) lambda.setClockOffset(ms);
    },
    async close() {
      await Promise.all(queues.map(events => events.close()));
      await Promise.all(all.map(lambda => lambda.close()));
    },
  };
}
