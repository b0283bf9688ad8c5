/** One task at a time for each name. */

const tails = new Map<string, Promise<unknown>>();

/** Runs `task` when no other one holds `name`, in this page and, where the platform can, in any other of the origin. */
export async function withLock<T>(name: string, task: () => Promise<T>): Promise<T> {
  const before = tails.get(name) ?? Promise.resolve();
  const mine = before.then(() => acrossPages(name, task));
  // The next one waits for the end of this one, whether it failed or not.
  const tail = mine.catch(() => undefined);
  tails.set(name, tail);
  try {
    return await mine;
  } finally {
    if (tails.get(name) === tail) tails.delete(name);
  }
}

function acrossPages<T>(name: string, task: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  return locks ? (locks.request(name, task) as Promise<T>) : task();
}
