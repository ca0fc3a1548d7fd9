import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LockHeld, lockHolder, takeLock } from '../../local/process-lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-lock-'));
  file = path.join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a lock is held by one and can be taken again after its release', () => {
  const lock = takeLock(file);
  expect(lockHolder(file)).toBe(process.pid);
  expect(() => takeLock(file)).toThrow(LockHeld);
  lock.release();
  expect(existsSync(file)).toBe(false);
  takeLock(file).release();
});

test.for([
  ['is of a process that is gone', () => `${spawnSync('true').pid} 12345`],
  ['has a number that meanwhile belongs to another process', () => `${process.pid} 1`],
  ['is empty', () => ''],
  ['is no lock', () => 'something else'],
] satisfies [string, () => string][])('a lock that %s is taken over', ([, content]) => {
  writeFileSync(file, content());
  expect(lockHolder(file)).toBeUndefined();
  takeLock(file).release();
});

test('releasing leaves a lock alone that somebody else took meanwhile', () => {
  const lock = takeLock(file);
  writeFileSync(file, '1 2');
  lock.release();
  expect(existsSync(file)).toBe(true);
});
