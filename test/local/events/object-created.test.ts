import { afterAll, expect, test } from 'vitest';
import { type BusEvent } from '../../../local/events/bus-event.ts';
import { objectCreated } from '../../../local/events/object-created.ts';
import { startS3 } from '../../support/s3.ts';

const NOW = new Date('2026-11-20T02:30:00.500Z');
const events: BusEvent[] = [];
const s3 = await startS3({
  clock: () => new Date(NOW),
  onObjectCreated: (bucket, key, object) => events.push(objectCreated(bucket, key, object)),
});
afterAll(() => s3.close());

test('an object that the SDK stores is told of as S3 tells EventBridge', () =>
  s3.withBucket(async bucket => {
    await bucket.create('metadata/runs/một 1.json', Buffer.from('{}'), 'application/json');
    expect(events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'Object Created',
        source: 'aws.s3',
        account: '000000000000',
        time: '2026-11-20T02:30:00Z',
        region: 'ap-southeast-1',
        resources: [`arn:aws:s3:::${bucket.name}`],
        detail: {
          version: '0',
          bucket: { name: bucket.name },
          object: {
            key: 'metadata/runs/một 1.json',
            size: 2,
            etag: '99914b932bd37a50b983c5e7c90ae93b',
            sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
          },
          'request-id': expect.any(String),
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
    ]);
  }));
