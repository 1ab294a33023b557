import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Files } from '../../src/actions/template.ts';
import { whyNotCommand } from '../../src/command-line.ts';
import { planApp } from '../../src/generators/app.ts';
import { packageManagers } from '../../src/generators/package-manager.ts';
import { root } from '../support/tool.ts';

/** Made on the way, and never committed. */
const MADE = ['src/generated/', 'data/'];

describe.each(Object.keys(packageManagers))('the AGENTS.md of a project with %s', (packageManager) => {
  let files: Files;
  let quoted: string[];

  beforeAll(async () => {
    files = await planApp({ name: 'my-app', external: 'Acme', database: 'sqlite', packageManager });
    quoted = [...String(files.get('AGENTS.md')).matchAll(/`([^`\n]+)`/g)].map(([, text]) => text as string);
  });

  test('names only paths that are there', async () => {
    const paths = quoted.filter((text) => /^[\w.-]+\/[\w./-]*$|^[\w.-]+\.(ts|md|json|prisma)$/.test(text));
    const known = [...files.keys()];
    expect(paths.length).toBeGreaterThan(20);
    const unknown = paths.filter((path) => !known.some((file) => file === path || file.startsWith(path)));
    expect(unknown.filter((path) => !MADE.includes(path))).toEqual([]);
    const ignored = String(files.get('.gitignore')).split('\n');
    expect(ignored).toEqual(expect.arrayContaining([...MADE, '.env']));
  });

  test('names every folder of the code', () => {
    const folders = [...files.keys()].flatMap(
      (path) => /^(src\/[^/]+\/|test\/[^/]+\/|views\/|public\/)/.exec(path)?.[0] ?? [],
    );
    const named = new Set(quoted);
    expect([...new Set(folders)].filter((folder) => !named.has(folder))).toEqual([]);
  });

  test('names only scripts and commands that are there, with words and flags they have', async () => {
    const { run = '', exec = '' } = packageManagers[packageManager] ?? {};
    const { scripts } = JSON.parse(String(files.get('package.json')));
    const commands = quoted.filter((text) => text.startsWith(`${exec} connector `));
    const called = quoted.filter(
      (text) => text.startsWith(`${run} `) && /^\w+$/.test(text.slice(run.length + 1)),
    );
    expect(called.length).toBeGreaterThan(4);
    expect(commands.length).toBeGreaterThan(5);
    for (const text of called) expect(scripts, text).toHaveProperty(text.slice(run.length + 1));
    for (const text of commands) expect(await whyNotCommand(text), text).toBeUndefined();
  });
});

test('what it says of the engine is what the engine exports', async () => {
  const [agents, door] = await Promise.all(
    ['templates/app/AGENTS.md.tpl', 'templates/app/src/engine/index.ts'].map((path) =>
      readFile(`${root}/${path}`, 'utf8'),
    ),
  );
  const names = [...(agents ?? '').matchAll(/`([A-Z]\w+Error)`/g)].map(([, name]) => name as string);
  expect(names).not.toEqual([]);
  for (const name of names) expect(door).toContain(name);
});
