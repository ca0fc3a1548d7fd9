import { receive, receiveDocument } from './body.ts';
import { matches, writeCondition, type WriteCondition } from './conditions.ts';
import { noSuchKey, notImplemented, preconditionFailed, S3Error } from './errors.ts';
import { storing } from './faults.ts';
import { factsOfHeaders, headersOfReceived } from './object-headers.ts';
import { type ObjectFacts } from './object-file.ts';
import { type Operation, quoted, type S3Context, toSecond } from './operation.ts';
import { elementsOf, textOf } from './xml.ts';

export const putObject: Operation = {
  parameters: [],
  async run({ request, store, payload, now, fault, created }) {
    const condition = writeCondition(request);
    const said = factsOfHeaders(request);
    // Refused early where it can be; what counts is the check at the moment of storing.
    condition(store.facts(request.key));
    const draft = await store.draft();
    try {
      const { bytes, md5, checksum } = await receive(
        request,
        payload,
        piece => draft.write(piece),
        fault,
      );
      const facts: ObjectFacts = {
        ...said,
        bytes,
        etag: md5,
        lastModified: toSecond(now),
        ...(checksum && { checksum }),
      };
      await storing(fault, async () => {
        await store.commit(draft, facts, condition);
        created(request.key, { bytes, etag: md5, cause: 'Put' });
      });
      return {
        headers: headersOfReceived({ md5, checksum }),
      };
    } finally {
      await draft.discard();
    }
  },
};

export const copyObject: Operation = {
  parameters: [],
  async run(context) {
    const { request, store, now, fault, created } = context;
    const condition = writeCondition(request);
    const replaces = replacesFacts(request.header('x-amz-metadata-directive'));
    const source = await openSource(context, replaces);
    const draft = await store.draft();
    try {
      for await (const piece of source.read(0, source.facts.bytes - 1)) await draft.write(piece);
      const facts: ObjectFacts = {
        ...source.facts,
        ...(replaces && factsOfHeaders(request)),
        key: request.key,
        lastModified: toSecond(now),
      };
      await storing(fault, async () => {
        await store.commit(draft, facts, condition);
        created(request.key, { bytes: facts.bytes, etag: facts.etag, cause: 'Copy' });
      });
      const { etag, lastModified } = facts;
      return { document: { CopyObjectResult: { LastModified: lastModified, ETag: quoted(etag) } } };
    } finally {
      await source.close();
      await draft.discard();
    }
  },
};

function replacesFacts(directive: string): boolean {
  if (directive !== '' && directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.');
  }
  return directive === 'REPLACE';
}

async function openSource({ request, bucket }: S3Context, replaces: boolean) {
  const header = request.header('x-amz-copy-source');
  const [, name, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(header)) ?? [];
  if (name === undefined || key === undefined) {
    throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key.');
  }
  if (header.includes('?versionId=')) throw notImplemented('versions of objects');
  if (name === request.bucket && key === request.key && !replaces) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    );
  }
  const source = await bucket(name).open(key);
  if (!source) throw noSuchKey(key);
  const ifMatch = request.header('x-amz-copy-source-if-match');
  const ifNoneMatch = request.header('x-amz-copy-source-if-none-match');
  const fails =
    (ifMatch !== '' && !matches(ifMatch, source.facts.etag)) ||
    (ifNoneMatch !== '' && matches(ifNoneMatch, source.facts.etag));
  if (!fails) return source;
  await source.close();
  throw preconditionFailed('x-amz-copy-source-If-Match or -If-None-Match');
}

export const deleteObject: Operation = {
  parameters: [],
  async run({ request, store, fault }) {
    const condition = writeCondition(request);
    await storing(fault, () => store.remove(request.key, condition));
    return { status: 204 };
  },
};

const MOST_DELETED = 1_000;
const always: WriteCondition = () => {};

export const deleteObjects: Operation = {
  parameters: ['delete'],
  async run({ request, store, payload, fault }) {
    const document = await receiveDocument(request, payload);
    const objects = elementsOf(document, 'Object');
    if (objects.length === 0 || objects.length > MOST_DELETED) throw malformed();
    const keys = objects.map(object => {
      if (textOf(object, 'VersionId') !== undefined) throw notImplemented('versions of objects');
      if (textOf(object, 'ETag') !== undefined) throw notImplemented('conditions of deletions');
      const key = textOf(object, 'Key');
      if (key === undefined || key === '') throw malformed();
      return key;
    });
    await storing(fault, async () => {
      for (const key of keys) await store.remove(key, always);
    });
    const quiet = textOf(document, 'Quiet') === 'true';
    return { document: { DeleteResult: { Deleted: quiet ? [] : keys.map(Key => ({ Key })) } } };
  },
};

function malformed(): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
