/** Times of one thing, milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly runs: number;
}

/**
 * Runs several things in turns, so that whatever else the machine does meets all of them alike; each at least
 * `leastRuns` times and for about `milliseconds` in all.
 */
export async function inTurns(
  works: readonly (() => Promise<unknown>)[],
  { milliseconds, leastRuns }: { milliseconds: number; leastRuns: number },
): Promise<Times[]> {
  for (let i = 0; i < 8; i++) for (const work of works) await work();
  const samples = works.map((): number[] => []);
  const end = performance.now() + milliseconds;
  for (let run = 0; run < leastRuns || performance.now() < end; run++) {
    for (const [i, work] of works.entries()) {
      const started = performance.now();
      await work();
      samples[i]?.push(performance.now() - started);
    }
  }
  return samples.map(timesOf);
}

export function timesOf(samples: readonly number[]): Times {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), runs: sorted.length };
}
