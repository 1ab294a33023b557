import { expect, test } from 'vitest';
import { nearest } from '../src/nearest.ts';

test.each([
  ['frist_name', 'first_name'],
  ['firstname', 'first_name'],
  ['Last-Name', 'last_name'],
  ['emial/address', 'email/address'],
  ['email/adress', 'email/address'],
])('who writes "%s" means "%s"', (word, meant) => {
  expect(nearest(word, ['last_name', 'first_name', 'email/address', 'code'])).toBe(meant);
});

test.each(['surname', 'x', '', 'cod3d', 'email'])('what "%s" means is not guessed', (word) => {
  expect(nearest(word, ['last_name', 'first_name', 'email/address', 'code'])).toBeUndefined();
});

test('a word is not offered for itself', () => {
  expect(nearest('code', ['code', 'mode'])).toBe('mode');
});
