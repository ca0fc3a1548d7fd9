import { type Connection } from '../../local/database.ts';
import { directoryBucket } from './directory-bucket.ts';
import { runOnce } from './run-once.ts';

export interface Task {
  readonly connection: Connection;
  readonly directory: string;
}

/** A run of everything. */
export interface Finished {
  readonly milliseconds: number;
  /** The most memory that the process ever had. */
  readonly megabytes: number;
  readonly rows: number;
  /** Of the objects. */
  readonly bytes: number;
}

/** Archives everything into a folder, and says how long it took and how much memory at most. */
process.once('message', (task: Task) => void run(task));

async function run(task: Task): Promise<void> {
  const { record, milliseconds } = await runOnce(
    task.connection,
    directoryBucket(task.directory),
    'CHANGED',
  );
  if (record.outcome !== 'SUCCEEDED') throw new Error(`the run is ${record.outcome}`);
  const tables = Object.values(record.tables);
  process.send?.({
    milliseconds,
    megabytes: process.resourceUsage().maxRSS / 1024,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
  } satisfies Finished);
  process.disconnect();
}
