import { type BucketStore } from './bucket-store.ts';

/** A rule of a bucket's lifecycle: objects below `prefix` go after so many days. */
export interface Expiry {
  readonly prefix: string;
  readonly days: number;
}

const DAY_MS = 86_400_000;

/** Removes what is older than the rules want. S3 does so once a day, this server when it starts. */
export async function removeExpired(
  store: BucketStore,
  rules: readonly Expiry[],
  now: Date,
): Promise<void> {
  const isOver = (key: string): boolean => {
    const written = Date.parse(store.facts(key)?.lastModified ?? '');
    return rules.some(
      ({ prefix, days }) => key.startsWith(prefix) && now.getTime() - written > days * DAY_MS,
    );
  };
  for (const key of store.keys().filter(isOver)) await store.remove(key, () => {});
}
