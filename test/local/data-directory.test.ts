import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CannotStart } from '../../local/cannot-start.ts';
import { openDataDirectory } from '../../local/data-directory.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'meetassist-data-'));
  folder = path.join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

function given(name: string, content: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), content);
}

test('a new folder is made, an empty one is taken, and either is known again', async () => {
  for (const each of [path.join(folder, 'deep/below'), parent]) {
    (await openDataDirectory(each)).release();
    expect(existsSync(path.join(each, 'stack.json'))).toBe(true);
    const { secrets, release } = await openDataDirectory(each);
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
    release();
    rmSync(path.join(parent, 'data'), { recursive: true, force: true });
  }
});

test('a folder with other files is refused and left alone, with --reset too', async () => {
  given('thesis.txt', 'years of work');
  for (const reset of [false, true]) {
    await expect(openDataDirectory(folder, { reset })).rejects.toThrow(
      `${folder} holds files but no stack.json, so it is not the data directory of a stack; name an empty or a new folder.`,
    );
  }
  expect(readdirSync(folder)).toEqual(['thesis.txt']);
});

test('a file is refused, and so is a folder below a file', async () => {
  writeFileSync(folder, '');
  for (const each of [folder, path.join(folder, 'below')]) {
    await expect(openDataDirectory(each)).rejects.toThrow(
      /is a file, or lies below one; name a folder/,
    );
  }
});

test('a way that leads nowhere is refused in a sentence', async () => {
  const nowhere = path.join(parent, 'nowhere');
  symlinkSync(path.join(parent, 'gone', 'away'), nowhere);
  for (const each of [nowhere, path.join(nowhere, 'below')]) {
    await expect(openDataDirectory(each)).rejects.toThrow(
      new CannotStart(
        `The data directory ${each} cannot be made: something on the way to it leads nowhere, or takes no folders.`,
      ),
    );
  }
});

test('where the system takes no folders, a sentence says so', async () => {
  await expect(openDataDirectory('/proc/data')).rejects.toBeInstanceOf(CannotStart);
});

test('a folder made by a newer version is refused in a sentence that names both', async () => {
  given('stack.json', '{"format":2}');
  await expect(openDataDirectory(folder)).rejects.toThrow(
    `The data directory ${folder} was made by a newer version (format 2; this one knows 1); use that version, or another --data-dir.`,
  );
  expect(readdirSync(folder)).toEqual(['stack.json']);
});

test('a mark that cannot be read is refused, and --reset makes it good', async () => {
  for (const content of ['', '{', '[]', '{"format":"1"}', 'null']) {
    given('stack.json', content);
    await expect(openDataDirectory(folder)).rejects.toThrow(
      /stack\.json cannot be read; --reset starts afresh/,
    );
    (await openDataDirectory(folder, { reset: true })).release();
    (await openDataDirectory(folder)).release();
  }
});

test('--reset removes what was kept', async () => {
  const first = await openDataDirectory(folder);
  writeFileSync(path.join(first.secrets, 'key'), 'old');
  mkdirSync(path.join(first.postgres, 'data'), { recursive: true });
  first.release();
  const second = await openDataDirectory(folder, { reset: true });
  expect(readdirSync(second.secrets)).toEqual([]);
  expect(existsSync(second.postgres)).toBe(false);
  second.release();
});

test('a folder that another process uses is refused, with --reset too, until that process is gone', async () => {
  const file = path.join(import.meta.dirname, '../../local/data-directory.ts');
  const script = `
    const { openDataDirectory } = await import(${JSON.stringify(file)});
    await openDataDirectory(${JSON.stringify(folder)});
    console.log('open');
    setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  for (const reset of [false, true]) {
    const opening = openDataDirectory(folder, { reset });
    await expect(opening).rejects.toThrow(CannotStart);
    await expect(opening).rejects.toThrow(
      `${folder} is in use by another stack (process ${other.pid}); stop it, or use another --data-dir.`,
    );
  }
  other.kill('SIGKILL');
  await once(other, 'exit');
  (await openDataDirectory(folder)).release();
});

test.runIf(process.getuid?.() !== 0)(
  'a folder of another account is refused in a sentence',
  async () => {
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    await expect(openDataDirectory(folder)).rejects.toThrow(/cannot be used: EACCES/);
  },
);
