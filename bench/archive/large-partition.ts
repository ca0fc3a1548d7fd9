import path from 'node:path';
import { withClient } from '../../services/db/with-client.ts';
import { type Report } from '../report.ts';
import { runInChild } from './in-child.ts';
import { inEmptyDatabase, type Place } from './scratch.ts';

/** Rows of 100,000 bytes, on one day: 400 MB that are one object. */
const ROWS = 4_000;

/** A partition that is larger than the memory in which it is archived. */
export async function benchLargePartition(
  report: Report,
  place: Place & { readonly folder: string },
): Promise<void> {
  await inEmptyDatabase(place, async ({ owner, archive }) => {
    await withClient({ ...owner }, client =>
      client.query(
        `insert into audit_event (at, actor, action, entity, entity_id, after)
         select '2026-11-19 03:00Z', 'a', 'b', 'c', n::text, to_jsonb(repeat('x', 100000))
           from generate_series(1, ${ROWS}) n`,
      ),
    );
    const directory = path.join(place.folder, 'large');
    const { milliseconds, megabytes, bytes } = await runInChild({ connection: archive, directory });
    const size = `${(bytes / 1_000_000).toFixed(0)} MB`;
    report.line(`one partition of ${size}: ${milliseconds.toFixed(0)} ms`);
    report.bar(`peak memory with a partition of ${size}`, megabytes, 256, 'at most', ' MB');
  });
}
