import { expect, test } from 'vitest';
import { sampleRecord } from '../../src/code/sample-record.ts';

test('values stand at their paths, and gaps in lists are filled', () => {
  const values = [
    ['a/b', 1],
    ['a/c[1]/d', 2],
  ] as const;
  expect(sampleRecord(values)).toEqual({ a: { b: 1, c: [null, { d: 2 }] } });
});

test('a field may have a name that every object has, and nothing is written into what all share', () => {
  expect(sampleRecord([['toString/valueOf/deep', 1]])).toEqual({ toString: { valueOf: { deep: 1 } } });
  expect(Object.hasOwn(Object.prototype.toString, 'valueOf')).toBe(false);
});
