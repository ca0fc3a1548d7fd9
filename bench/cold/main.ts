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
    const samples = all.map((): number[] => []);
    for (let round = -1; round < ROUNDS; round++) {
      for (const [i, start] of all.entries()) {
        const { milliseconds } = await coldStart(child ?? '', start);
        // The first round fills the machine's caches.
        if (round >= 0) samples[i]?.push(milliseconds);
      }
    }
    const [least = NaN, ...medians] = samples.map(each => timesOf(each).p50);
    report.line();
    report.line(`${how}: bare pg ${least.toFixed(0)} ms`);
    for (const [i, [name]] of starts.entries()) {
      const median = medians[i] ?? NaN;
      const title = `${name}: start to first answer ${median.toFixed(0)} ms, ÷ bare pg`;
      if (name === 'api') report.bar(title, median / least, RATIO_BAR, 'at most');
      else report.line(`         ${title}: ${(median / least).toFixed(2)}`);
    }
  }
} finally {
  await ground.close();
}
process.exitCode = report.missed() === 0 ? 0 : 1;

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}
