import path from 'node:path';
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node';
import { type SmokeOptions } from './options.ts';
import { parts } from './parts.ts';
import { SmokeReport } from './report.ts';

const contract = path.join(import.meta.dirname, '..');
const LONGEST_TEST_MS = 300_000;

/** Runs the tests of the contract, the same files that the project `api` runs, one after the other. */
export async function runContract(
  { target, only }: SmokeOptions,
  print: (line: string) => void,
): Promise<boolean> {
  const report = new SmokeReport(target, print);
  const chosen = only.length === 0 ? parts() : only;
  const vitest = await startVitest(
    'test',
    [],
    {
      config: false,
      root: path.join(contract, '../..'),
      include: chosen.map(part => `test/contract/${part}.test.ts`),
      watch: false,
      reporters: [report],
      provide: { contract: target },
      // One process for all files: it knows when the last request was sent.
      fileParallelism: false,
      sequence: { sequencer: Alphabetical },
      isolate: false,
      maxWorkers: 1,
      testTimeout: LONGEST_TEST_MS,
      hookTimeout: LONGEST_TEST_MS,
      env: { TZ: 'Pacific/Chatham' },
    },
    // As in vitest.config.ts.
    { ssr: { resolve: { conditions: ['module-sync', 'node'] } } },
  );
  await vitest.close();
  return report.isKept;
}

/** The parts in the same order each time. */
class Alphabetical extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => (one.moduleId < other.moduleId ? -1 : 1));
  }
}
