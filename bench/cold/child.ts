/**
 * One start of a function: loads a handler, has it answer one event, and tells how long that took since the process was
 * started, and how much of a processor. `node child.mjs <handler> <event>`
 */
import { pathToFileURL } from 'node:url';

const [file = '', event = ''] = process.argv.slice(2);
const loaded: { readonly handler: (event: unknown, context: object) => unknown } = await import(
  pathToFileURL(file).href
);
const answer: unknown = await loaded.handler(JSON.parse(event), { awsRequestId: 'bench-cold' });
// By the clock that began with the process.
const milliseconds = performance.now();
const { user, system } = process.cpuUsage();
process.send?.(
  {
    milliseconds,
    processorMs: (user + system) / 1_000,
    answer: JSON.stringify(answer ?? null).slice(0, 300),
  },
  () => process.exit(0),
);
