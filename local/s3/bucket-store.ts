import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type WriteCondition } from './conditions.ts';
import { createKeyLocks } from './key-locks.ts';
import { compareKeys, placeOf } from './key-order.ts';
import {
  draftObject,
  makeFolder,
  type ObjectDraft,
  type ObjectFacts,
  openObject,
  type OpenedObject,
  syncFolder,
} from './object-file.ts';

/** The objects of one bucket, as files of a folder. One process at a time. */
export interface BucketStore {
  readonly name: string;
  /** Where uploads in parts are kept. */
  readonly uploads: string;
  /** In the order of S3's lists. */
  keys(): readonly string[];
  facts(key: string): ObjectFacts | undefined;
  open(key: string): Promise<OpenedObject | undefined>;
  draft(): Promise<ObjectDraft>;
  /** Puts a draft in its place, if what is there then meets the condition; what that throws leaves everything as it was. */
  commit(draft: ObjectDraft, facts: ObjectFacts, condition: WriteCondition): Promise<void>;
  /** Removes what is there, if it meets the condition. Nothing there is no error. */
  remove(key: string, condition: WriteCondition): Promise<void>;
}

/**
 * Opens the bucket's folder, or makes it, and reads the facts of every object. What was being written when an earlier
 * process was killed is removed.
 */
export async function openBucketStore(
  directory: string,
  name: string,
  { durable }: { durable: boolean },
): Promise<BucketStore> {
  const root = path.join(directory, name);
  const folders = {
    objects: path.join(root, 'objects'),
    incoming: path.join(root, 'incoming'),
    uploads: path.join(root, 'uploads'),
  };
  await rm(folders.incoming, { recursive: true, force: true });
  for (const folder of Object.values(folders)) await makeFolder(folder, { durable });

  const index = await readIndex(folders.objects);
  const ordered = [...index.keys()].sort(compareKeys);
  const locks = createKeyLocks();
  const fileOf = (key: string): string => {
    // Keys can be anything, and longer than names of files.
    const name = createHash('sha256').update(key).digest('hex');
    return path.join(folders.objects, name.slice(0, 2), name);
  };

  function note(facts: ObjectFacts): void {
    if (!index.has(facts.key)) ordered.splice(placeOf(ordered, facts.key), 0, facts.key);
    index.set(facts.key, facts);
  }
  function forget(key: string): void {
    if (index.delete(key)) ordered.splice(placeOf(ordered, key), 1);
  }

  return {
    name,
    uploads: folders.uploads,
    keys: () => ordered,
    facts: key => index.get(key),
    async open(key) {
      const found = await openObject(fileOf(key));
      if (found || !index.has(key)) return found;
      // It is being removed, or its file was taken away, which is not the same as an object that is not there.
      return locks.hold(key, async () => {
        const again = await openObject(fileOf(key));
        if (!again && index.has(key)) throw new Error(`the file of ${key} is gone`);
        return again;
      });
    },
    draft: () => draftObject(folders.incoming, { durable }),
    async commit(draft, facts, condition) {
      await draft.finish(facts);
      await locks.hold(facts.key, async () => {
        condition(index.get(facts.key));
        const file = fileOf(facts.key);
        await makeFolder(path.dirname(file), { durable });
        await draft.moveTo(file);
        note(facts);
      });
    },
    remove: (key, condition) =>
      locks.hold(key, async () => {
        condition(index.get(key));
        if (!index.has(key)) return;
        const file = fileOf(key);
        await rm(file, { force: true });
        forget(key);
        if (durable) await syncFolder(path.dirname(file));
      }),
  };
}

async function readIndex(objects: string): Promise<Map<string, ObjectFacts>> {
  const index = new Map<string, ObjectFacts>();
  for (const folder of await readdir(objects)) {
    const names = await readdir(path.join(objects, folder));
    await Promise.all(
      names.map(async name => {
        const object = await openObject(path.join(objects, folder, name));
        if (!object) return;
        index.set(object.facts.key, object.facts);
        await object.close();
      }),
    );
  }
  return index;
}
