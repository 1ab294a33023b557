import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lacksClient, updateSwitches } from '../../src/commands/update-switches.ts';
import { temporaryFolder } from '../support/tool.ts';

/** A built project whose program for the switches has this code. */
async function projectWith(code: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'node_modules'));
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist/update-switches.js'), code);
  return folder;
}

const changes = { organizations: 1, added: ['invoice'], dropped: [] };
const say = `console.log(JSON.stringify(${JSON.stringify(changes)}));`;

test.each([
  ['a warning on standard error behind it', `${say} console.error('(node:1) Warning: something is old');`],
  ['a line of somebody’s own behind it', `${say} console.log('[app] bye');`],
  ['lines of JSON before it', `console.log('{"level":30}'); ${say}`],
])('what was changed is read, with %s', async (_what, code) => {
  expect(await updateSwitches(await projectWith(code))).toEqual(changes);
});

test('a program that says nothing of it has failed, and what it said is told', async () => {
  await expect(updateSwitches(await projectWith("console.log('what?');"))).rejects.toThrow(
    /the organizations in it do not know of new entities yet[\s\S]*what\?/,
  );
});

test('the program needs a Prisma client where it is not built, and a built project does not', async () => {
  const folder = await projectWith(say);
  await mkdir(join(folder, 'src/generated/prisma'), { recursive: true });
  await writeFile(join(folder, 'src/update-switches.ts'), '');
  expect(lacksClient(folder)).toBe(false);
  await mkdir(join(folder, 'node_modules/tsx'));
  expect(lacksClient(folder)).toBe(true);
  await writeFile(join(folder, 'src/generated/prisma/client.ts'), '');
  expect(lacksClient(folder)).toBe(false);
});
