import { expect, test } from 'vitest';
import { winner } from '../../src/engine/conflict.ts';

test('in a conflict the newest wins (contract 156)', () => {
  expect(winner({}, 2, 1)).toBe('connec');
  expect(winner({}, 1, 2)).toBe('external');
});

test('a tie keeps external (contract 156)', () => {
  expect(winner({}, 1, 1)).toBe('external');
});

test('a date that nobody knows keeps external (improvement 2.2)', () => {
  expect(winner({}, 2, undefined)).toBe('external');
  expect(winner({}, undefined, 1)).toBe('external');
  expect(winner({}, undefined, undefined)).toBe('external');
});

test('a side that is forced wins whatever the dates (contract 155)', () => {
  expect(winner({ connecPreemption: true }, 1, 2)).toBe('connec');
  expect(winner({ connecPreemption: false }, 2, 1)).toBe('external');
});
