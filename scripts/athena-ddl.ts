import { parseArgs } from 'node:util';
import { athenaDdl } from '../services/archive/athena.ts';

/** `npm run athena:ddl -- --bucket <bucket> --database <database>`: prints what to run in Athena, once. */
const { values } = parseArgs({
  options: { bucket: { type: 'string' }, database: { type: 'string', default: 'meetassist' } },
});
if (values.bucket === undefined) {
  console.error('npm run athena:ddl -- --bucket <the bucket of the archive> [--database <name>]');
  process.exitCode = 2;
} else {
  process.stdout.write(athenaDdl({ bucket: values.bucket, database: values.database }));
}
