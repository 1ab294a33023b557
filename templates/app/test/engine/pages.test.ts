import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ahead, each, slices } from '../../src/engine/pages.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Pages that note what is asked of them; a page that is an Error is thrown instead. */
function source<T>(pages: readonly (T | Error)[]) {
  const seen = { asked: 0, inFlight: 0, most: 0, closed: 0 };
  const iterator: AsyncIterator<T> = {
    async next() {
      const page = pages[seen.asked++];
      seen.most = Math.max(seen.most, ++seen.inFlight);
      await turn();
      seen.inFlight -= 1;
      if (page instanceof Error) throw page;
      return page === undefined ? { done: true, value: undefined } : { done: false, value: page };
    },
    async return() {
      seen.closed += 1;
      return { done: true, value: undefined };
    },
  };
  return { seen, [Symbol.asyncIterator]: () => iterator };
}

async function* from<T>(pages: readonly T[]): AsyncGenerator<T> {
  yield* pages;
}

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const page of pages) collected.push(page);
  return collected;
}

describe('fetching ahead', () => {
  test('gives every page in its order, and never asks for two at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat()), async (pages) => {
        const pageSource = source(pages);
        expect(await collect(ahead(pageSource))).toEqual(pages);
        expect(pageSource.seen.most).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  test('has asked for the next page while the reader works on this one, and for no more', async () => {
    const pages = source([1, 2, 3, 4]);
    const reader = ahead(pages);
    expect(await reader.next()).toEqual({ done: false, value: 1 });
    expect(pages.seen.asked).toBe(2);
    await turn();
    await turn();
    expect(pages.seen.asked).toBe(2);
    await reader.return(undefined);
  });

  test('tells that a page failed only when the reader comes to it', async () => {
    const reader = ahead(source([1, new Error('page 2 failed'), 3]));
    expect((await reader.next()).value).toBe(1);
    await turn();
    await turn();
    await expect(reader.next()).rejects.toThrow('page 2 failed');
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  test('tells that the first page failed', async () => {
    await expect(ahead(source([new Error('page 1 failed')])).next()).rejects.toThrow('page 1 failed');
  });

  test('closes its source when the reader stops early, after the page under way has come', async () => {
    const pages = source([1, 2, 3]);
    for await (const page of ahead(pages)) if (page === 1) break;
    expect(pages.seen).toMatchObject({ asked: 2, inFlight: 0, closed: 1 });
  });

  test('hides that a page failed which nobody reads any more', async () => {
    const pages = source([1, new Error('page 2 failed')]);
    for await (const _page of ahead(pages)) break;
    expect(pages.seen).toMatchObject({ asked: 2, closed: 1 });
  });
});

describe('slices', () => {
  test('are never empty, never longer than asked, and hold every record in its order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat())), fc.integer({ min: 1, max: 7 }), async (pages, size) => {
        const parts = await collect(slices(from(pages), size));
        expect(parts.flat()).toEqual(pages.flat());
        for (const part of parts) expect(part.length).toSatisfy((length) => length >= 1 && length <= size);
      }),
    );
  });

  test('do not cross pages, so that no record waits for a page to come', async () => {
    const pages = [[1, 2, 3, 4, 5], [], [6]];
    expect(await collect(slices(from(pages), 2))).toEqual([[1, 2], [3, 4], [5], [6]]);
  });
});

describe('each', () => {
  test('works on every item once, never on more than the limit at a time, and on as many as it may', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat()), fc.integer({ min: 1, max: 8 }), async (items, limit) => {
        const seen: number[] = [];
        let running = 0;
        let most = 0;
        await each(items, limit, async (item) => {
          most = Math.max(most, ++running);
          await turn();
          seen.push(item);
          running -= 1;
        });
        expect(seen.toSorted()).toEqual(items.toSorted());
        expect(most).toBe(Math.min(limit, items.length));
      }),
      { numRuns: 50 },
    );
  });

  test('begins the items in their order', async () => {
    const begun: number[] = [];
    await each([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      await turn();
    });
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  test('works one by one where the limit is no number of lanes', async () => {
    const seen: number[] = [];
    await each([1, 2], 0, async (item) => void seen.push(item));
    expect(seen).toEqual([1, 2]);
  });

  test('throws the first failure when what was under way has ended, and begins no more', async () => {
    const ended: number[] = [];
    const work = async (item: number) => {
      await turn();
      if (item === 2) throw new Error('first failure');
      await turn();
      ended.push(item);
      if (item === 1) throw new Error('later failure');
    };
    await expect(each([1, 2, 3, 4, 5, 6], 3, work)).rejects.toThrow('first failure');
    expect(ended).toEqual([1, 3]);
  });

  test('throws what was thrown, were it nothing', async () => {
    await expect(each([1], 1, () => Promise.reject(undefined))).rejects.toBeUndefined();
  });
});
