import { parseArgs } from 'node:util';
import { dataDirOf, NOW, startOver } from './data.ts';
import { benchDepth, benchGrowth, benchHandlers } from './handlers.ts';
import { openBench } from './handler.ts';
import { createReport } from './report.ts';
import { benchResolvers } from './resolvers.ts';
import { benchMemory, benchSoak } from './soak.ts';
import { benchCalls, benchStack } from './stack.ts';
import { benchDay } from './writes/day.ts';
import { benchLayers } from './writes/layers.ts';
import { benchMutations } from './writes/mutations.ts';
import { benchWrites } from './writes/writes.ts';

/**
 * `npm run bench`: measures reading and writing on a million appointments, everything as a ratio within one run
 * (docs/performance.md). The data are made at the first run (some minutes) and kept in `.local/bench-*`.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    only: {
      type: 'string',
      default: 'resolvers,handlers,depth,growth,calls,stack,memory,mutations,writes,day',
    },
  },
});
const milliseconds = Number(values.seconds) * 1_000;
const parts = values.only.split(',');
const report = createReport(line => console.log(line));

/** The parts that need the large database; the first of them makes it. */
const OVER_LARGE = [
  ...['handlers', 'depth', 'growth', 'calls', 'stack', 'memory', 'soak', 'writes', 'layers'],
];

if (parts.includes('resolvers')) await benchResolvers(report, milliseconds);
if (parts.some(part => OVER_LARGE.includes(part))) await benchLarge();
if (parts.includes('mutations')) await benchMutations(report, '.local/bench-small', NOW);
if (parts.includes('day')) await benchDay(report, NOW);
if (parts.includes('writes')) await benchWrites(report, dataDirOf('large'), NOW);
if (parts.includes('layers')) await benchLayers(report, dataDirOf('large'), NOW);
report.line();
report.line(report.missed() === 0 ? 'every bar was met' : `${report.missed()} bars were missed`);
process.exitCode = report.missed() === 0 ? 0 : 1;

async function benchLarge(): Promise<void> {
  const large = await startOver('large');
  try {
    const connection = large.database.api;
    if (parts.includes('handlers') || parts.includes('depth')) {
      const bench = await openBench(connection, NOW);
      if (parts.includes('handlers')) await benchHandlers(report, bench, milliseconds);
      if (parts.includes('depth')) await benchDepth(report, bench, milliseconds);
      await bench.close();
    }
    if (parts.includes('growth')) {
      const medium = await startOver('medium');
      try {
        await benchGrowth(report, connection, medium.database.api, NOW, milliseconds);
      } finally {
        await medium.stop();
      }
    }
    if (parts.includes('calls')) await benchCalls(report, large);
    if (parts.includes('stack')) await benchStack(report, large, milliseconds * 4);
    if (parts.includes('memory')) await benchMemory(report, large);
    if (parts.includes('soak')) await benchSoak(report, large, Number(values.minutes));
  } finally {
    await large.stop();
  }
}
