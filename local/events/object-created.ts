import { type CreatedObject } from '../s3/operation.ts';
import { type BusEvent, event, LOCAL_ACCOUNT } from './bus-event.ts';

/** What a bucket that sends its notifications to EventBridge tells of an object that was stored. */
export function objectCreated(bucket: string, key: string, object: CreatedObject): BusEvent {
  const { bytes, etag, requestId, cause, at } = object;
  return event('aws.s3', 'Object Created', at, [`arn:aws:s3:::${bucket}`], {
    version: '0',
    bucket: { name: bucket },
    object: { key, size: bytes, etag, sequencer: sequencer(at) },
    'request-id': requestId,
    requester: LOCAL_ACCOUNT,
    'source-ip-address': '127.0.0.1',
    reason: REASONS[cause],
  });
}

const REASONS: Readonly<Record<CreatedObject['cause'], string>> = {
  Put: 'PutObject',
  Copy: 'CopyObject',
  CompleteMultipartUpload: 'CompleteMultipartUpload',
};

/** Of two events about one key the later one has the larger, as text. */
function sequencer(at: Date): string {
  return at.getTime().toString(16).toUpperCase().padStart(18, '0');
}
