import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProject } from '../src/project.ts';
import { temporaryFolder } from './support/tool.ts';

test('a project is found from any folder inside it', async () => {
  const folder = await temporaryFolder();
  const inside = join(folder, 'src/engine with space');
  await mkdir(inside, { recursive: true });
  await writeFile(join(folder, 'connector.json'), '{"tool":"0.1.0","files":{}}');
  const project = await findProject(inside);
  expect(project).toEqual({ folder, ledger: { tool: '0.1.0', answers: {}, generators: [], files: {} } });
});

test('outside of one the way in is told', async () => {
  await expect(findProject(await temporaryFolder())).rejects.toThrow('run this inside a project');
});

test.each(['', '[]', 'null', '{"tool":"0.1.0"}', '<<<<<<< HEAD'])(
  'the ledger %j is refused by name',
  async (text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'connector.json'), text);
    await expect(findProject(folder)).rejects.toThrow(/connector\.json cannot be read \(.+git checkout/);
  },
);
