import { expect, test } from 'vitest';
import { mergeText } from '../../src/upgrade/merge-text.ts';

const base = 'one\ntwo\nthree\nfour\nfive\n';

test('what both changed in different places is put together', () => {
  const ours = base.replace('one', 'ONE');
  const theirs = base.replace('five', 'FIVE').replace('three\n', 'three\nthree and a half\n');
  expect(mergeText(base, ours, theirs, 'new')).toEqual({
    text: 'ONE\ntwo\nthree\nthree and a half\nfour\nFIVE\n',
    conflict: false,
  });
});

test('what both changed alike is no conflict', () => {
  const changed = base.replace('three', '3');
  expect(mergeText(base, changed, changed, 'new')).toEqual({ text: changed, conflict: false });
});

test('what both changed differently stands between markers as git writes them', () => {
  const merged = mergeText(base, base.replace('three', 'mine'), base.replace('three', 'theirs'), 'tool 2');
  expect(merged).toEqual({
    text: 'one\ntwo\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> tool 2\nfour\nfive\n',
    conflict: true,
  });
});

test('lines end as they did in the project', () => {
  const ours = base.replace('one', 'ONE').replaceAll('\n', '\r\n');
  expect(mergeText(base, ours, base.replace('five', 'FIVE'), 'new').text).toBe(
    'ONE\r\ntwo\r\nthree\r\nfour\r\nFIVE\r\n',
  );
});
