import { type ClientBase } from 'pg';

/** The run that archived the small office (archive.ts). */
export const OFFICE_RUN = '00000000-0000-4000-8000-000000000001';
/** A run that failed before it reached the bucket. */
export const FAILED_RUN = '00000000-0000-4000-8000-000000000002';
/** An administrator's comparison of the archive with the bucket. */
export const OFFICE_VERIFICATION = '00000000-0000-4000-8000-000000000003';

/** The jobs of the small office, all of them over. */
export async function fillJobs(owner: ClientBase): Promise<void> {
  await owner.query(
    `insert into archive_job (id, kind, status, input, result, error, actor, actor_name, trigger, created_at, started_at, finished_at)
     values
       ($1, 'RUN', 'SUCCEEDED', '{"mode": "FULL", "acceptShrink": true, "trigger": "ADMIN"}', null, null,
        'sub-of-admin', 'admin', 'ADMIN', '2026-11-20 09:30+07', '2026-11-20 09:30+07', '2026-11-20 09:30+07'),
       ($2, 'RUN', 'FAILED', '{"mode": "CHANGED", "acceptShrink": false, "trigger": "SCHEDULE"}', null,
        'The job was interrupted.', 'arn:aws:sts::000000000000:assumed-role/schedule/run', 'schedule', 'SCHEDULE',
        '2026-11-20 09:00+07', '2026-11-20 09:00:01+07', '2026-11-20 09:05+07'),
       ($3, 'VERIFY', 'SUCCEEDED', '{"deep": true}', $4, null,
        'sub-of-admin', 'admin', 'ADMIN', '2026-11-20 08:00+07', '2026-11-20 08:00:01+07', '2026-11-20 08:00:03+07')`,
    [OFFICE_RUN, FAILED_RUN, OFFICE_VERIFICATION, JSON.stringify(verification)],
  );
}

const key = 'archive/program/all/0123456789abcdef0123456789abcdef.csv';
const verification = { checked: 90, missing: [key], damaged: [], repaired: [key] };
