import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toolPackage, toolRoot, toolSpec, versions } from '../src/tool.ts';
import { temporaryFolder } from './support/tool.ts';

test('a project made from a checkout depends on the checkout', () => {
  expect(toolSpec()).toBe(`file:${toolRoot}`);
});

test('a project made by an installed tool depends on its version', async () => {
  const home = await temporaryFolder();
  expect(toolSpec(join(home, 'node_modules/create-connector'))).toBe(`^${toolPackage.version}`);
});

test('a project made by a tool from a tarball depends on the tarball', async () => {
  const home = await temporaryFolder();
  await mkdir(join(home, 'node_modules'));
  await writeFile(
    join(home, 'node_modules/.package-lock.json'),
    JSON.stringify({
      packages: { 'node_modules/create-connector': { resolved: 'file:../create-connector-0.1.0.tgz' } },
    }),
  );
  expect(toolSpec(join(home, 'node_modules/create-connector'))).toBe(
    `file:${join(home, '../create-connector-0.1.0.tgz')}`,
  );
});

test('a version that the tool does not know is an error, not "undefined"', () => {
  expect(versions.fastify).toMatch(/^\d/);
  expect(() => versions['left-pad']).toThrow('left-pad');
});
