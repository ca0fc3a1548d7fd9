import { readdirSync, statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { stop as stopBundler } from 'esbuild';
import { bundleHandler } from '../../build/bundle.ts';
import { functions } from '../../build/functions.ts';
import { buildArtifacts } from '../../infra/artifacts.ts';
import { timesOf } from '../measure.ts';
import { createReport } from '../report.ts';
import { openGround } from './ground.ts';
import { coldStart, type Start } from './start.ts';

/**
 * `npm run bench:cold`: each function as it is deployed, from the start of its process to its first answer, beside a
 * handler with `pg` and nothing else, in turns. First with a password and without TLS, then with IAM and TLS, which the
 * stand-in for RDS asks for.
 */
const ROUNDS = 15;
const RATIO_BAR = 1.4;
const KB = 1_000;

const report = createReport(line => console.log(line));
const ground = await openGround();
try {
  const { folder } = ground;
  const { folderOf } = await buildArtifacts(path.join(folder, 'functions'));
  const [child, bare] = ['child', 'bare'].map(name => path.join(folder, `${name}.mjs`));
  if (!child || !bare) throw new Error('nothing to start');
  await bundleHandler(path.join(import.meta.dirname, 'child.ts'), child);
  await bundleHandler(path.join(import.meta.dirname, 'bare.ts'), bare);
  await stopBundler();
  report.line(
    `medians of ${ROUNDS} starts, on ${availableParallelism()} processors with a load of ${loadavg()[0]?.toFixed(1)}`,
  );

  type Name = keyof typeof functions;
  const fileOf = (name: Name): string => path.join(folderOf[name], `${functions[name].name}.mjs`);
  const deployed = (name: Name, env: Start['env'], event: unknown): Start => ({
    file: fileOf(name),
    env: { DEPLOYMENT: 'bench', ...env },
    event,
  });
  const { plain, tokens, events } = ground;
  await compare('a password, TLS off', { file: bare, env: plain.bare, event: {} }, [
    ['api', deployed('api', plain.api, events.api)],
    ['archive', deployed('archive', plain.archive, events.archive)],
    ['loader', deployed('loader', plain.loader, events.loader)],
    ['schedule', deployed('schedule', plain.schedule, events.schedule)],
    ['deployment', deployed('deployment', plain.deployment, events.deployment)],
  ]);
  await compare('IAM, TLS verified', { file: bare, env: tokens.bare(), event: {} }, [
    ['api', deployed('api', tokens.api, events.api)],
  ]);

  report.line();
  for (const name of Object.keys(functions) as Name[]) {
    const bundle = statSync(fileOf(name)).size / KB;
    report.line(`${name.padEnd(12)} asset ${(sizeOf(folderOf[name]) / KB).toFixed(0)} KB`);
    report.bar(`${name}: bundle`, bundle, functions[name].budgetKb, 'at most', ' KB');
  }

  /** Starts all in turns. */
  async function compare(
    how: string,
    bareStart: Start,
    starts: readonly (readonly [Name, Start])[],
  ): Promise<void> {
    const all = [bareStart, ...starts.map(([, start]) => start)];
    const samples = all.map(() => ({ wall: [] as number[], processor: [] as number[] }));
    for (let round = -1; round < ROUNDS; round++) {
      for (const [i, start] of all.entries()) {
        const { milliseconds, processorMs } = await coldStart(child ?? '', start);
        // The first round fills the machine's caches.
        if (round < 0) continue;
        samples[i]?.wall.push(milliseconds);
        samples[i]?.processor.push(processorMs);
      }
    }
    const [least, ...medians] = samples.map(({ wall, processor }) => ({
      wall: timesOf(wall).p50,
      processor: timesOf(processor).p50,
    }));
    if (!least) throw new Error('nothing was started');
    report.line();
    report.line(`${how}: bare pg ${told(least)}`);
    for (const [i, [name]] of starts.entries()) {
      const median = medians[i] ?? { wall: NaN, processor: NaN };
      const ofProcessor = (median.processor / least.processor).toFixed(2);
      const title = `${name}: start to first answer ${told(median)}, ÷ bare pg ${ofProcessor} in processor time, in all`;
      const ratio = median.wall / least.wall;
      if (name === 'api') report.bar(title, ratio, RATIO_BAR, 'at most');
      else report.line(`         ${title}: ${ratio.toFixed(2)}`);
    }
  }
} finally {
  await ground.close();
}
process.exitCode = report.missed() === 0 ? 0 : 1;

function told({ wall, processor }: { readonly wall: number; readonly processor: number }): string {
  return `${wall.toFixed(0)} ms (${processor.toFixed(0)} of a processor)`;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}
