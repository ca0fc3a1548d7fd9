import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type BucketStore } from './bucket-store.ts';
import { S3Error } from './errors.ts';
import {
  draftObject,
  makeFolder,
  type ObjectDraft,
  type ObjectFacts,
  openObject,
  type OpenedObject,
} from './object-file.ts';

/** What an upload in parts was begun with: the facts of the object that it will be, as far as they are known. */
export type UploadFacts = Pick<ObjectFacts, 'key' | 'contentType' | 'headers' | 'metadata'>;

/** A part as the client names it when it completes the upload. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
}

/** Uploads in parts of one bucket. They survive restarts. */
export interface Uploads {
  begin(facts: UploadFacts): Promise<string>;
  /** Throws `NoSuchUpload`. */
  find(id: string, key: string): Promise<UploadFacts>;
  draftPart(id: string): Promise<ObjectDraft>;
  keepPart(id: string, number: number, draft: ObjectDraft, facts: ObjectFacts): Promise<void>;
  /**
   * Writes the parts one after the other into a draft. Throws `InvalidPart`, `InvalidPartOrder` and `EntityTooSmall`.
   */
  join(
    id: string,
    parts: readonly NamedPart[],
    draft: ObjectDraft,
  ): Promise<{ readonly bytes: number; readonly etag: string }>;
  end(id: string): Promise<void>;
}

/** Every part but the last has at least this many bytes. Source: "Multipart upload limits", S3 user guide. */
const SMALLEST_PART = 5 * 2 ** 20;
/** Holds what the upload was begun with, as the facts of an empty object. */
const BEGINNING = 'upload';

export function createUploads(store: BucketStore, { durable }: { durable: boolean }): Uploads {
  const folderOf = (id: string): string => path.join(store.uploads, id);
  const partFile = (id: string, number: number): string =>
    path.join(folderOf(id), `part-${number}`);

  return {
    async begin(facts) {
      const id = randomBytes(16).toString('hex');
      const draft = await store.draft();
      try {
        await draft.finish({ ...facts, bytes: 0, etag: '', lastModified: '' });
        await makeFolder(folderOf(id), { durable });
        await draft.moveTo(path.join(folderOf(id), BEGINNING));
      } finally {
        await draft.discard();
      }
      return id;
    },
    async find(id, key) {
      const begun = /^[0-9a-f]{32}$/.test(id)
        ? await openObject(path.join(folderOf(id), BEGINNING))
        : undefined;
      await begun?.close();
      if (begun?.facts.key === key) return begun.facts;
      throw new S3Error(
        'NoSuchUpload',
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
        { UploadId: id },
      );
    },
    draftPart: id => draftObject(folderOf(id), { durable }),
    async keepPart(id, number, draft, facts) {
      await draft.finish(facts);
      await draft.moveTo(partFile(id, number));
    },
    async join(id, named, draft) {
      requireOrder(named);
      const parts: OpenedObject[] = [];
      try {
        for (const { number, etag } of named) {
          const part = await openObject(partFile(id, number));
          if (part) parts.push(part);
          if (part?.facts.etag !== etag) throw invalidPart(number);
        }
        requireSizes(parts);
        for (const part of parts) {
          for await (const piece of part.read(0, part.facts.bytes - 1)) await draft.write(piece);
        }
        return {
          bytes: parts.reduce((sum, { facts }) => sum + facts.bytes, 0),
          etag: joinedEtag(parts),
        };
      } finally {
        for (const part of parts) await part.close();
      }
    },
    async end(id) {
      // The beginning goes first: without it the upload is gone, whenever this is cut short.
      await rm(path.join(folderOf(id), BEGINNING), { force: true });
      await rm(folderOf(id), { recursive: true, force: true });
    },
  };
}

/** Removes what ended uploads left behind when their removal was cut short. */
export async function removeEndedUploads({ uploads }: BucketStore): Promise<void> {
  for (const id of await readdir(uploads)) {
    const names = await readdir(path.join(uploads, id));
    if (!names.includes(BEGINNING)) await rm(path.join(uploads, id), { recursive: true });
  }
}

function requireOrder(parts: readonly NamedPart[]): void {
  if (parts.every(({ number }, at) => number > (parts[at - 1]?.number ?? 0))) return;
  throw new S3Error(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  );
}

function invalidPart(number: number): S3Error {
  return new S3Error(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { PartNumber: String(number) },
  );
}

function requireSizes(parts: readonly OpenedObject[]): void {
  const small = parts.slice(0, -1).find(({ facts }) => facts.bytes < SMALLEST_PART);
  if (!small) return;
  throw new S3Error(
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed object size.',
    { ProposedSize: String(small.facts.bytes), MinSizeAllowed: String(SMALLEST_PART) },
  );
}

/** The MD5 of the parts' MD5s, and how many they were. */
function joinedEtag(parts: readonly OpenedObject[]): string {
  const hash = createHash('md5');
  for (const { facts } of parts) hash.update(facts.etag, 'hex');
  return `${hash.digest('hex')}-${parts.length}`;
}
