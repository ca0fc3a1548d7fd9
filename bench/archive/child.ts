import { type Connection } from '../../local/database.ts';
import { directoryBucket } from './directory-bucket.ts';
import { packedBucket } from './packed-bucket.ts';
import { runOnce } from './run-once.ts';

export interface Task {
  readonly connection: Connection;
  readonly directory: string;
  /** Keeps each object in a file of its own, not all of them in one. */
  readonly inFiles?: boolean;
}

/** A run of everything. */
export interface Finished {
  readonly milliseconds: number;
  /** Of the processor's time, in this process and its threads. */
  readonly cpuMilliseconds: number;
  /** The most memory that the process ever had. */
  readonly megabytes: number;
  readonly rows: number;
  /** Of the objects. */
  readonly bytes: number;
}

/** Archives everything into a folder, and says how long it took and how much memory at most. */
process.once('message', (task: Task) => void run(task));

async function run(task: Task): Promise<void> {
  const packed = task.inFiles ? undefined : packedBucket(task.directory);
  const bucket = packed ?? directoryBucket(task.directory);
  const { record, milliseconds } = await runOnce(task.connection, bucket);
  if (record.outcome !== 'SUCCEEDED') throw new Error(`the run is ${record.outcome}`);
  const { user, system } = process.cpuUsage();
  packed?.save();
  const tables = Object.values(record.tables);
  process.send?.({
    milliseconds,
    cpuMilliseconds: (user + system) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
  } satisfies Finished);
  process.disconnect();
}
