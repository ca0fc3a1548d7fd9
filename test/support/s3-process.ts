/** An S3 server as a process of its own, to be killed: `node s3-process.ts <directory> <bucket>`. Prints its address. */
import { LOCAL_CREDENTIALS } from '../../local/identity/sigv4.ts';
import { openLocalS3 } from '../../local/s3/server.ts';

const [directory = '', bucket = ''] = process.argv.slice(2);
const { url } = await openLocalS3({
  directory,
  clock: () => new Date(),
  credentials: LOCAL_CREDENTIALS,
  buckets: [bucket],
});
process.stdout.write(`${url}\n`);
