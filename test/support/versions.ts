import { createHash } from 'node:crypto';
import { type Migration, readMigrations } from '../../services/db/migrate.ts';

/** The migrations of this version. */
export const released: readonly Migration[] = readMigrations();

/** A version with one more migration for each text. */
export function versionWith(...texts: readonly string[]): readonly Migration[] {
  const added = texts.map((text, index) => {
    const number = released.length + index + 1;
    const checksum = createHash('sha256').update(text).digest('hex');
    return { number, name: addedName(index + 1), checksum, text };
  });
  return [...released, ...added];
}

/** What the first, second, … migration that {@link versionWith} adds is called. */
export function addedName(which: number): string {
  return `${String(released.length + which).padStart(4, '0')}_added`;
}

/** A version in which a released migration is another one. */
export function versionWithChanged(number: number): readonly Migration[] {
  return released.map(each => (each.number === number ? { ...each, checksum: 'another' } : each));
}
