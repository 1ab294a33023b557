import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { applyChanges } from '../../src/actions/apply.ts';
import { temporaryFolder } from '../support/tool.ts';

// No disk fails between two renames when it is told to: these do in its stead, for "last", and for putting "b" back.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const renameSync = (from: string, to: string) => {
    if (/\/last$/.test(to) || /\/b\.\w+\.old$/.test(from))
      throw Object.assign(new Error(`EIO: i/o error, rename '${from}'`), { code: 'EIO', path: from });
    fs.renameSync(from, to);
  };
  return { ...fs, renameSync };
});

test('what cannot be put back is kept under another name, which is told, and the rest is put back', async () => {
  const folder = await temporaryFolder();
  for (const name of ['a', 'b']) await writeFile(join(folder, name), `the only ${name}`);
  const changes = ['a', 'b'].map((path) => ({
    path,
    before: `the only ${path}`,
    after: 'new',
    conflicts: false,
  }));
  const last = { path: 'last', before: undefined, after: 'x', conflicts: false };
  const reason = await applyChanges(folder, [...changes, last]).catch((error: Error) => error.message);

  const names = await readdir(folder);
  const kept = names.find((name) => name.endsWith('.old')) ?? '';
  expect(names).toEqual(['a', kept]);
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('the only a');
  expect(await readFile(join(folder, kept), 'utf8')).toBe('the only b');
  expect(reason).toBe(
    `A file could not be written (EIO: i/o error, rename '${join(folder, `last.${kept.split('.')[1]}.new`)}'), and not all could be put back: b is kept as ${kept}. Give it its name back by hand.`,
  );
});
