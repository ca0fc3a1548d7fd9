import { type Bucket } from './bucket.ts';
import { type BucketConfig } from './settings.ts';

/**
 * The bucket of client.ts, whose client is loaded with the first request to it: that takes a start twice as long as all
 * else, and much of what a function with a bucket is asked is answered by the database.
 */
export function createLateBucket(config: BucketConfig): Bucket {
  let loading: Promise<Bucket> | undefined;
  const bucket = (): Promise<Bucket> => (loading ??= load());

  async function load(): Promise<Bucket> {
    try {
      const { createBucket } = await import('./client.ts');
      return createBucket(config);
    } catch (error) {
      // Whoever asks next is not to find the failure of this one.
      loading = undefined;
      throw error;
    }
  }

  return {
    name: config.name,
    read: async key => (await bucket()).read(key),
    open: async key => (await bucket()).open(key),
    head: async key => (await bucket()).head(key),
    async *list(prefix) {
      yield* (await bucket()).list(prefix);
    },
    create: async (...object) => (await bucket()).create(...object),
    replace: async (...object) => (await bucket()).replace(...object),
    write: async (...object) => (await bucket()).write(...object),
    downloadLink: async (...link) => (await bucket()).downloadLink(...link),
    uploadLink: async (...link) => (await bucket()).uploadLink(...link),
  };
}
