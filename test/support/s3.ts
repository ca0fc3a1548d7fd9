import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LOCAL_CREDENTIALS } from '../../local/identity/sigv4.ts';
import { type Fault, type FaultedRequest } from '../../local/s3/faults.ts';
import { type LocalS3, type LocalS3Options, openLocalS3 } from '../../local/s3/server.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { createLateBucket } from '../../services/s3/late-bucket.ts';
import { type BucketConfig, clientConfig } from '../../services/s3/settings.ts';
import { type Chance } from './random.ts';

/** A real S3 server of a test file, on which things go wrong when they are told to. Use one per file. */
export interface TestS3 {
  readonly url: string;
  /** A fresh bucket, and a client of it. */
  bucket(config?: Partial<BucketConfig>): Promise<Bucket>;
  /** Runs `use` with a fresh bucket. */
  withBucket<T>(use: (bucket: Bucket) => Promise<T>): Promise<T>;
  /** Removes an object behind everybody's back: the system itself never does. */
  remove(bucket: string, key: string): Promise<void>;
  /** The settings of a client of this bucket, for code that makes its own. */
  config(bucket: string): BucketConfig;
  /** From now on the next `times` requests that match fail so. */
  fail(fault: Fault, which?: Which): void;
  /** From now on each request that matches fails with this chance, in one of these ways. */
  failRandomly(chance: Chance, percent: number, faults: readonly Fault[], which?: Which): void;
  /** Nothing goes wrong any more. */
  heal(): void;
  /** The requests since the last call, in order, refused ones too. */
  requests(): readonly FaultedRequest[];
  close(): Promise<void>;
}

/** Which requests fail; those that match everything that is said. */
export interface Which {
  /** `PutObject`, `GetObject`, … */
  readonly operation?: string;
  /** Part of the key. */
  readonly key?: string;
  /** This many of those that match are let through first. Default 0. */
  readonly after?: number;
  /** How many fail then. Default 1; the client tries 4 times. */
  readonly times?: number;
}

export async function startS3(options: Partial<LocalS3Options> = {}): Promise<TestS3> {
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), 'meetassist-s3-')));
  let failing: ((request: FaultedRequest) => Fault | undefined)[] = [];
  let seen: FaultedRequest[] = [];
  const server: LocalS3 = await openLocalS3({
    clock: () => new Date(),
    credentials: LOCAL_CREDENTIALS,
    durable: false,
    buckets: [],
    // A full disk is what the test asked for.
    log: line => void (line.includes('ENOSPC') || console.error(line)),
    faults(request) {
      seen.push(request);
      for (const fails of failing) {
        const fault = fails(request);
        if (fault) return fault;
      }
      return undefined;
    },
    ...options,
    directory,
  });
  const config = (name: string): BucketConfig => ({
    name,
    region: 'ap-southeast-1',
    endpoint: server.url,
    credentials: LOCAL_CREDENTIALS,
  });
  async function bucket(settings: Partial<BucketConfig> = {}): Promise<Bucket> {
    const name = settings.name ?? `test-${randomBytes(6).toString('hex')}`;
    await server.addBucket(name);
    return createLateBucket({ ...config(name), ...settings });
  }
  return {
    url: server.url,
    bucket,
    withBucket: async use => use(await bucket()),
    config,
    async remove(name, key) {
      const client = new S3Client(clientConfig(config(name)));
      await client.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
      client.destroy();
    },
    fail(fault, { after = 0, times = 1, ...which } = {}) {
      let count = 0;
      failing.push(request => {
        if (!isMeant(request, which)) return undefined;
        count += 1;
        return count > after && count <= after + times ? fault : undefined;
      });
    },
    failRandomly(chance, percent, faults, which = {}) {
      failing.push(request =>
        isMeant(request, which) && chance.likely(percent) ? chance.of(faults) : undefined,
      );
    },
    heal() {
      failing = [];
    },
    requests() {
      const those = seen;
      seen = [];
      return those;
    },
    async close() {
      await server.close();
      if (!options.directory) await rm(directory, { recursive: true, force: true });
    },
  };
}

function isMeant(request: FaultedRequest, { operation, key = '' }: Which): boolean {
  return (operation === undefined || request.operation === operation) && request.key.includes(key);
}
