import { type BucketPlace } from '../../../local/backend.ts';
import { type Connection } from '../../../local/database.ts';
import { runArchive } from '../../../services/archive/run.ts';
import { withClient } from '../../../services/db/with-client.ts';
import { createBucket } from '../../../services/s3/client.ts';
import { OFFICE_RUN } from './jobs.ts';
import { OFFICE_NOW } from './office.ts';

/** Archives what the database holds, as a run of the office's moment with an id that can be named. */
export async function archiveOffice(archive: Connection, s3: BucketPlace): Promise<void> {
  const { url: endpoint, bucket: name, credentials } = s3;
  const bucket = createBucket({ name, region: 'local', endpoint, credentials });
  await withClient({ ...archive }, client =>
    runArchive(
      { mode: 'FULL', acceptShrink: true, trigger: 'ADMIN' },
      {
        ...{ client, bucket, jobId: OFFICE_RUN, actor: 'admin' },
        ...{ now: () => new Date(OFFICE_NOW), zone: 'Asia/Ho_Chi_Minh' },
      },
    ),
  );
}
