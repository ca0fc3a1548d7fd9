import { noSuchKey, preconditionFailed, S3Error } from './errors.ts';
import { type ObjectFacts } from './object-file.ts';
import { type S3Request } from './request.ts';

type Current = Pick<ObjectFacts, 'etag'> | undefined;

/** What a write demands of what is there, checked at the moment at which it takes its place. */
export type WriteCondition = (current: Current) => void;

/** Reads `If-None-Match: *` and `If-Match`, as S3 has them for writes. */
export function writeCondition({ header, key }: S3Request): WriteCondition {
  const ifNoneMatch = header('if-none-match');
  const ifMatch = header('if-match');
  if (ifNoneMatch !== '' && ifNoneMatch !== '*') {
    throw new S3Error('NotImplemented', 'If-None-Match of a write can only be *.');
  }
  return current => {
    if (ifNoneMatch === '*' && current) throw preconditionFailed('If-None-Match');
    if (ifMatch === '') return;
    if (!current) throw noSuchKey(key);
    if (!matches(ifMatch, current.etag)) throw preconditionFailed('If-Match');
  };
}

/**
 * Checks what a read demands. Throws `PreconditionFailed` or `NotModified`. An `If-Match` that holds makes
 * `If-Unmodified-Since` not count, and an `If-None-Match` makes `If-Modified-Since` not count.
 */
export function checkReadConditions(
  { header }: S3Request,
  { etag, lastModified }: Pick<ObjectFacts, 'etag' | 'lastModified'>,
): void {
  const ifMatch = header('if-match');
  const ifNoneMatch = header('if-none-match');
  const changedAt = Date.parse(lastModified);
  if (ifMatch !== '' && !matches(ifMatch, etag)) throw preconditionFailed('If-Match');
  if (ifMatch === '' && changedAt > Date.parse(header('if-unmodified-since'))) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const isKnown =
    ifNoneMatch === ''
      ? changedAt <= Date.parse(header('if-modified-since'))
      : matches(ifNoneMatch, etag);
  if (isKnown) throw new S3Error('NotModified', 'Not Modified', { ETag: etag });
}

/** Whether a list of etags, quoted or not, or `*`, has this one. */
export function matches(list: string, etag: string): boolean {
  return list
    .split(',')
    .map(each => each.trim().replace(/^"(.*)"$/, '$1'))
    .some(each => each === '*' || each === etag);
}
