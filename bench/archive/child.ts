import { type Connection } from '../../local/database.ts';
import { directoryBucket } from './directory-bucket.ts';
import { runOnce } from './run-once.ts';

interface Task {
  readonly connection: Connection;
  readonly directory: string;
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
  process.send?.({ milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 });
  process.disconnect();
}
