import { parseArgs } from 'node:util';
import { athenaDdl } from '../services/archive/athena.ts';

const USAGE = `npm run athena:ddl -- --bucket <the bucket of the archive> [--database meetassist]
  [--from 2000-01-01] [--until NOW+2YEARS]`;

/** Prints what to run in Athena, once. */
const { values } = parseArgs({
  options: {
    bucket: { type: 'string' },
    database: { type: 'string', default: 'meetassist' },
    from: { type: 'string', default: '2000-01-01' },
    until: { type: 'string', default: 'NOW+2YEARS' },
  },
});
const { bucket } = values;
if (bucket === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  process.stdout.write(athenaDdl({ ...values, bucket }));
}
