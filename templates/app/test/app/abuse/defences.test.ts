import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'src/plugins');
const readme = await readFile(join(folder, 'README.md'), 'utf8');
const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));

test.each(files)('%s can be read at a glance: it is a page long', async (file) => {
  const lines = (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(100);
});

test('what the README of src/plugins/ names as a defence is there', () => {
  const rows = readme.split('\n').filter((line) => line.startsWith('| '));
  const named = rows.flatMap((row) => [...row.matchAll(/`([\w/.-]+)`/g)].map(([, name = '']) => name));
  expect(named).toContain('csrf');
  const paths = named.map((name) => (name.includes('/') ? join(root, name) : join(folder, `${name}.ts`)));
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});
