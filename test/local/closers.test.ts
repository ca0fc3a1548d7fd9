import { expect, test } from 'vitest';
import { createClosers } from '../../local/closers.ts';

test('what was opened last is closed first, each when the one before it is closed', async () => {
  const events: string[] = [];
  const closers = createClosers();
  for (const name of ['first', 'second']) {
    closers.add(async () => {
      events.push(`${name} begins`);
      await Promise.resolve();
      events.push(`${name} ends`);
    });
  }
  await Promise.all([closers.closeAll(), closers.closeAll()]);
  expect(events).toEqual(['second begins', 'second ends', 'first begins', 'first ends']);
});

test('one that fails does not keep the others open, and is told', async () => {
  let closed = false;
  const closers = createClosers();
  closers.add(() => void (closed = true));
  closers.add(() => Promise.reject(new Error('stuck')));
  await expect(closers.closeAll()).rejects.toThrow('stuck');
  expect(closed).toBe(true);
});

test('what is opened while everything is being closed is closed too', async () => {
  let closed = false;
  const closers = createClosers();
  const closing = closers.closeAll();
  closers.add(() => void (closed = true));
  await closing;
  await closers.closeAll();
  expect(closed).toBe(true);
});
