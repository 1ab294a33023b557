import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from '../../src/matching/assign.ts';

const score = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
const table = (most: number) =>
  fc.tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 1, max: most })).chain(([rows, columns]) =>
    fc.array(fc.array(score, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

const worth = (scores: number[][], columns: readonly (number | undefined)[]) =>
  columns.reduce<number>(
    (sum, column, row) => sum + (column === undefined ? 0 : (scores[row]?.[column] ?? 0) ** 2),
    0,
  );

/** The greatest sum there is, by trying everything. */
function greatest(scores: number[][], least: number, row = 0, taken = new Set<number>()): number {
  if (row === scores.length) return 0;
  const without = greatest(scores, least, row + 1, taken);
  const sums = (scores[row] ?? []).flatMap((value, column) => {
    if (value < least || taken.has(column)) return [];
    return value ** 2 + greatest(scores, least, row + 1, new Set([...taken, column]));
  });
  return Math.max(without, ...sums);
}

test('each row has a column of its own, and what is too little is not assigned', () => {
  fc.assert(
    fc.property(table(12), (scores) => {
      const columns = assign(scores, 0.5);
      const taken = columns.filter((column) => column !== undefined);
      expect(columns).toHaveLength(scores.length);
      expect(new Set(taken).size).toBe(taken.length);
      columns.forEach((column, row) => {
        if (column !== undefined) expect(scores[row]?.[column]).toBeGreaterThanOrEqual(0.5);
      });
    }),
  );
});

test('no other assignment is worth more', () => {
  fc.assert(
    fc.property(table(5), (scores) => {
      expect(worth(scores, assign(scores, 0.3))).toBeCloseTo(greatest(scores, 0.3), 9);
    }),
    { numRuns: 300 },
  );
});

test('a person’s title is the salutation where there is another title for the job', () => {
  //              title  salutation
  const scores = [
    [0.85, 0.92], // title
    [0.92, 0], // job_title
  ];
  expect(assign(scores, 0.5)).toEqual([1, 0]);
});

test('a thousand fields are assigned in no time', () => {
  const scores = Array.from({ length: 120 }, (_, row) =>
    Array.from({ length: 1000 }, (_, column) => ((row * 7919 + column * 104729) % 1000) / 1000),
  );
  const started = performance.now();
  expect(assign(scores, 0.5).filter((column) => column !== undefined)).toHaveLength(120);
  expect(performance.now() - started).toBeLessThan(5000);
});
