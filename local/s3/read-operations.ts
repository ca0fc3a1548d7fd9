import { checkReadConditions } from './conditions.ts';
import { noSuchKey, notImplemented, S3Error } from './errors.ts';
import { headersOfFacts, overrideParameters } from './object-headers.ts';
import { type Operation, type S3Answer, type S3Context } from './operation.ts';
import { type OpenedObject } from './object-file.ts';

export const getObject: Operation = {
  parameters: overrideParameters,
  run: context => readObject(context, true),
};

export const headObject: Operation = {
  parameters: overrideParameters,
  run: context => readObject(context, false),
};

async function readObject(context: S3Context, withBody: boolean): Promise<S3Answer> {
  const { request, store } = context;
  const object = await store.open(request.key);
  if (!object) throw noSuchKey(request.key);
  try {
    const answer = describe(context, object, withBody);
    if (!answer.body) await object.close();
    return answer;
  } catch (cause) {
    await object.close();
    throw cause;
  }
}

function describe({ request }: S3Context, object: OpenedObject, withBody: boolean): S3Answer {
  const { facts } = object;
  checkReadConditions(request, facts);
  const range = rangeOf(request.header('range'), facts.bytes);
  const headers = headersOfFacts(facts, request);
  const { first, last } = range ?? { first: 0, last: facts.bytes - 1 };
  const bytes = last - first + 1;
  headers['content-length'] = bytes;
  if (range) {
    headers['content-range'] = `bytes ${first}-${last}/${facts.bytes}`;
    // The checksum is that of the whole object.
    for (const name of Object.keys(headers)) {
      if (name.startsWith('x-amz-checksum-')) delete headers[name];
    }
  }
  const status = range ? 206 : 200;
  if (!withBody) return { status, headers };
  return { status, headers, body: { bytes, pieces: closing(object, object.read(first, last)) } };
}

/** Closes the object when its bytes were sent, or nobody wants them any more. */
async function* closing(
  object: OpenedObject,
  pieces: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } finally {
    await object.close();
  }
}

/**
 * The range of `bytes=1-5`, `bytes=7-` or `bytes=-3` in an object; undefined for all of it, also where the header makes
 * no sense. Throws `InvalidRange` when it begins behind the end.
 */
export function rangeOf(
  header: string,
  bytes: number,
): { readonly first: number; readonly last: number } | undefined {
  if (/^bytes=.*,/.test(header)) throw notImplemented('several ranges in one request');
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === '' && to === '') return undefined;
  if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined;
  const first = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (first > last) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: header,
      ActualObjectSize: String(bytes),
    });
  }
  return { first, last };
}
