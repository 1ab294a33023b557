import { expect, test } from 'vitest';
import { mergePackage } from '../../src/upgrade/merge-json.ts';

const text = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
const base = { name: 'x', scripts: { test: 'vitest' }, dependencies: { ejs: '1.0.0', zod: '1.0.0' } };

function merge(ours: object, theirs: object) {
  const { text: merged, kept } = mergePackage(text(base), text(ours), text(theirs));
  return { merged, kept };
}

test('our pinned versions move, what the person added stays, and what is new gets its place', () => {
  const ours = {
    ...base,
    scripts: { test: 'vitest', mine: 'x' },
    dependencies: { axe: '3', ...base.dependencies },
  };
  const theirs = { ...base, dependencies: { ejs: '2.0.0', pino: '1.0.0', zod: '1.0.0' }, type: 'module' };
  expect(merge(ours, theirs)).toEqual({
    merged: text({
      name: 'x',
      scripts: { test: 'vitest', mine: 'x' },
      dependencies: { axe: '3', ejs: '2.0.0', pino: '1.0.0', zod: '1.0.0' },
      type: 'module',
    }),
    kept: [],
  });
});

test('a version that the person set stays, and is named when the template has another one now', () => {
  const ours = { ...base, dependencies: { ejs: '1.5.0', zod: '1.5.0' } };
  const theirs = { ...base, dependencies: { ejs: '2.0.0', zod: '1.0.0' } };
  expect(merge(ours, theirs)).toEqual({ merged: text(ours), kept: ['dependencies.ejs'] });
});

test('what the person took out stays out, and what the template took out goes', () => {
  const ours = { ...base, dependencies: { ejs: '1.0.0' } };
  const theirs = { ...base, dependencies: { zod: '2.0.0' } };
  expect(merge(ours, theirs)).toEqual({
    merged: text({ ...base, dependencies: {} }),
    kept: ['dependencies.zod'],
  });
});

test('the indentation stays as it is', () => {
  const ours = JSON.stringify(base, null, '\t');
  const theirs = text({ ...base, dependencies: { ejs: '2.0.0', zod: '1.0.0' } });
  expect(mergePackage(text(base), ours, theirs).text).toContain('\n\t\t"ejs": "2.0.0"');
});
