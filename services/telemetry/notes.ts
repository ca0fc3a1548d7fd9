import { type MetricName } from './metrics.ts';

export type LogValue = string | number | boolean;

/** What is noted of an invocation while it is under way; its line in the log is made of it. Never data of people. */
export class Notes {
  /** Of the client's request that led here, well-formed. */
  requestId: string | undefined;
  outcome = 'OK';
  /** Why it came to nothing, where that is looked for in the log. */
  failure: { readonly error: unknown } | undefined;
  /** How many changes were made and committed. */
  changes = 0;
  readonly members: Record<string, LogValue> = {};
  readonly counts: Partial<Record<MetricName, number>> = {};

  /** Adds to the line: names of things, ids and numbers. */
  say(members: Readonly<Record<string, LogValue>>): void {
    Object.assign(this.members, members);
  }

  /** Told by an operation when its changes are committed, of so many as it made. */
  changed(count: number): void {
    this.changes += count;
  }

  count(metric: MetricName, count = 1): void {
    this.counts[metric] = (this.counts[metric] ?? 0) + count;
  }
}
