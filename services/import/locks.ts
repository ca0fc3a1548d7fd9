import { type ClientBase } from 'pg';
import { lockPatiently } from '../db/patient-lock.ts';
import { originalFileNames } from './formats.ts';
import { targets } from './targets.ts';

/** Keeps everybody else from writing what an import may write, until the transaction ends. */
export async function lockTargets(client: ClientBase): Promise<void> {
  await lockPatiently(
    client,
    originalFileNames.map(file => targets[file].table),
  );
}
