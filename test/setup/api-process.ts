/**
 * The stack that the tests over HTTP share, in a process of its own: all that it prints can be looked through, and it
 * ends with whoever started it. `node api-process.ts <data directory> [<folder with templates>]`
 */
import { startStack } from '../../local/stack.ts';
import { withClient } from '../../services/db/with-client.ts';
import { archiveOffice } from '../support/api/archive.ts';
import { fillOffice, OFFICE_NOW } from '../support/api/office.ts';

const [dataDir = '', from] = process.argv.slice(2);
const ending = new AbortController();
process.once('disconnect', () => ending.abort());

const stack = await startStack({
  port: 0,
  dataDir,
  demo: 'none',
  reset: false,
  durable: false,
  ...(from !== undefined && { from }),
  now: new Date(OFFICE_NOW),
  signal: ending.signal,
  log: line => process.stdout.write(`${line}\n`),
});
const { url, database, s3 } = stack;
await withClient({ ...database.owner }, fillOffice);
await archiveOffice(database.archive, s3);
process.send?.({ url, owner: database.owner });
await stack.ended;
