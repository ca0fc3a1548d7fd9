import { startStack, type Stack } from '../local/stack.ts';

/** The office's date in the demo data of the benchmark, so that every run measures the same rows. */
export const NOW = new Date('2026-11-21T03:00:00Z');

/** How many appointments: a million, or a fifth of that. */
export type Size = 'large' | 'medium';

/** Where they are kept from one benchmark to the next. */
export function dataDirOf(size: Size): string {
  return `.local/bench-${size}`;
}

/** A stack over demo data of this size, which are made first where there are none: it takes minutes. */
export function startOver(size: Size): Promise<Stack> {
  return startStack({
    port: 0,
    dataDir: dataDirOf(size),
    demo: size,
    reset: false,
    now: NOW,
    log: line => {
      if (line.startsWith('demo data')) console.log(line);
    },
  });
}
