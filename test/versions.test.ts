import { expect, test } from 'vitest';
import { compareVersions } from '../src/versions.ts';

test('versions are in the order in which they come out', () => {
  const order = ['0.0.9', '0.1.0-beta.2', '0.1.0-beta.10', '0.1.0', '0.9.0', '0.10.0', '1.0.0'];
  expect([...order].reverse().sort(compareVersions)).toEqual(order);
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
});
