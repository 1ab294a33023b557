import { expect, test } from 'vitest';
import { applyEdits } from '../../src/actions/edit.ts';

const edit = (text: string, find: string, replace: string) => {
  const files = new Map<string, string | Buffer>([['a.ts', Buffer.from(text)]]);
  applyEdits(files, [{ path: 'a.ts', find, replace }]);
  return files.get('a.ts');
};

test('the one place is replaced, to the letter', () => {
  expect(edit("name = 'Acme'; // $& (x)", "'Acme'", '"$& $1"')).toBe('name = "$& $1"; // $& (x)');
});

test('no place, two places or no file is an error', () => {
  expect(() => edit('a', 'b', 'c')).toThrow('a.ts has no "b"');
  expect(() => edit('a a', 'a', 'c')).toThrow('a.ts has "a" 2 times');
  expect(() => applyEdits(new Map(), [{ path: 'a.ts', find: 'a', replace: 'b' }])).toThrow('is not there');
});
