import { expect, test } from 'vitest';
import { adviceBetween, selectAdvice } from '../../src/upgrade/advice.ts';

const text = `# Upgrading

What to do.

## 0.3.0, unreleased

Three.

## 0.2.0

Two.

## 0.1.0

One.
`;

test('the sections between two versions are told, newest first, and no others', () => {
  expect(selectAdvice(text, '0.1.0', '0.3.0')).toBe('## 0.3.0, unreleased\n\nThree.\n\n## 0.2.0\n\nTwo.');
  expect(selectAdvice(text, '0.1.0', '0.2.0')).toBe('## 0.2.0\n\nTwo.');
  expect(selectAdvice(text, '0.3.0', '0.3.0')).toBe('');
});

test('the UPGRADING.md of this repository is read that way', async () => {
  expect(await adviceBetween('0.0.9', '0.1.0')).toMatch(/^## 0\.1\.0/);
});
