/**
 * Like `Promise.all`, but when one fails it waits for the others before it says so: nothing that was started is left
 * going on unseen.
 */
export async function together<const T extends readonly unknown[]>(
  tasks: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}
