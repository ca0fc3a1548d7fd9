import { receive, receiveDocument } from './body.ts';
import { writeCondition } from './conditions.ts';
import { S3Error } from './errors.ts';
import { storing } from './faults.ts';
import { factsOfHeaders, headersOfReceived } from './object-headers.ts';
import { type Operation, quoted, toSecond } from './operation.ts';
import { type S3Request } from './request.ts';
import { type NamedPart } from './uploads.ts';
import { elementsOf, textOf } from './xml.ts';

const MOST_PARTS = 10_000;

export const createMultipartUpload: Operation = {
  parameters: ['uploads'],
  async run({ request, uploads, fault }) {
    const facts = factsOfHeaders(request);
    const UploadId = await storing(fault, () => uploads.begin(facts));
    const { bucket: Bucket, key: Key } = request;
    return { document: { InitiateMultipartUploadResult: { Bucket, Key, UploadId } } };
  },
};

export const uploadPart: Operation = {
  parameters: ['uploadId', 'partNumber'],
  async run({ request, uploads, payload, now, fault }) {
    const id = uploadId(request);
    const number = partNumber(request.query.get('partNumber') ?? '');
    const begun = await uploads.find(id, request.key);
    const draft = await uploads.draftPart(id);
    try {
      const { bytes, md5, checksum } = await receive(
        request,
        payload,
        piece => draft.write(piece),
        fault,
      );
      const facts = { ...begun, bytes, etag: md5, lastModified: toSecond(now) };
      await storing(fault, () => uploads.keepPart(id, number, draft, facts));
      return {
        headers: headersOfReceived({ md5, checksum }),
      };
    } finally {
      await draft.discard();
    }
  },
};

export const completeMultipartUpload: Operation = {
  parameters: ['uploadId'],
  async run({ request, store, uploads, payload, now, fault, created }) {
    const id = uploadId(request);
    const condition = writeCondition(request);
    const parts = namedParts(await receiveDocument(request, payload));
    const { key, contentType, headers, metadata } = await uploads.find(id, request.key);
    const draft = await store.draft();
    try {
      const { bytes, etag } = await uploads.join(id, parts, draft);
      const facts = {
        key,
        contentType,
        headers,
        metadata,
        bytes,
        etag,
        lastModified: toSecond(now),
      };
      await storing(fault, async () => {
        await store.commit(draft, facts, condition);
        created(key, { bytes, etag, cause: 'CompleteMultipartUpload' });
        await uploads.end(id);
      });
      return {
        document: {
          CompleteMultipartUploadResult: {
            Location: `/${request.bucket}/${key}`,
            Bucket: request.bucket,
            Key: key,
            ETag: quoted(etag),
          },
        },
      };
    } finally {
      await draft.discard();
    }
  },
};

export const abortMultipartUpload: Operation = {
  parameters: ['uploadId'],
  async run({ request, uploads, fault }) {
    const id = uploadId(request);
    await uploads.find(id, request.key);
    await storing(fault, () => uploads.end(id));
    return { status: 204 };
  },
};

function uploadId({ query }: S3Request): string {
  return query.get('uploadId') ?? '';
}

function partNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_PARTS) return number;
  throw new S3Error(
    'InvalidArgument',
    `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`,
  );
}

function namedParts(document: string): NamedPart[] {
  const parts = elementsOf(document, 'Part').map(part => ({
    number: partNumber(textOf(part, 'PartNumber') ?? ''),
    etag: (textOf(part, 'ETag') ?? '').replace(/^"(.*)"$/, '$1'),
  }));
  if (parts.length > 0 && parts.length <= MOST_PARTS) return parts;
  throw new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
