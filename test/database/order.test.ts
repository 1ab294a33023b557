import { expect, test } from 'vitest';
import { inOrder } from '../../src/database/order.ts';

test('tables come behind those that they refer to, and a circle does not stop them', () => {
  const references = [
    { table: 'a', refersTo: 'b' },
    { table: 'b', refersTo: 'c' },
    { table: 'c', refersTo: 'c' },
    { table: 'x', refersTo: 'y' },
    { table: 'y', refersTo: 'x' },
  ];
  expect(inOrder(['a', 'x', 'b', 'y', 'c'], references)).toEqual(['c', 'b', 'a', 'x', 'y']);
});
