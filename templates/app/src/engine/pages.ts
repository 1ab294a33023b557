/** Fetches the next page while the caller works on this one. */
export async function* ahead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  let next = settle(iterator.next());
  try {
    for (;;) {
      const page = await unsettle(next);
      if (page.done) return;
      next = settle(iterator.next());
      yield page.value;
    }
  } finally {
    await next;
    await iterator.return?.();
  }
}

/** Pages of at most `size` records, so that no page makes a statement too long; empty ones are dropped. */
export async function* slices<T>(pages: AsyncIterable<T[]>, size: number): AsyncGenerator<T[]> {
  for await (const page of pages) {
    for (let start = 0; start < page.length; start += size) yield page.slice(start, start + size);
  }
}

/**
 * Runs `work` on every item, `limit` at a time. After a failure no more items are begun; when what was under way
 * has ended, the first failure is thrown.
 */
export async function each<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const lanes = Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, async () => {
    for (const item of queue) {
      if (failures.length > 0) return;
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  });
  await Promise.all(lanes);
  if (failures.length > 0) throw failures[0];
}

type Settled<T> = { value: T } | { error: unknown };

/** A page fetched ahead may fail before anybody waits for it: that is no unhandled rejection. */
const settle = <T>(promise: Promise<T>): Promise<Settled<T>> =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

async function unsettle<T>(promise: Promise<Settled<T>>): Promise<T> {
  const result = await promise;
  if ('error' in result) throw result.error;
  return result.value;
}
