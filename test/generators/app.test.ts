import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/actions/template.ts';
import { planApp } from '../../src/generators/app.ts';
import {
  detectPackageManager,
  packageManagerOf,
  packageManagers,
} from '../../src/generators/package-manager.ts';
import { hashOf, type Ledger } from '../../src/ledger.ts';
import { toolPackage } from '../../src/tool.ts';
import { root } from '../support/tool.ts';

const answers = { name: '/tmp/my-app', external: 'Acme', database: 'sqlite', packageManager: 'npm' };
const read = (files: Files, path: string) => String(files.get(path));
const readPackage = (files: Files) => JSON.parse(read(files, 'package.json'));

describe.each(['sqlite', 'postgresql'])('on %s', (database) => {
  test.each(Object.keys(packageManagers))(
    'with %s every template is rendered to the end',
    async (packageManager) => {
      const files = await planApp({ ...answers, database, packageManager });
      expect([...files.keys()].filter((path) => /\.tpl$|%|^_/.test(path))).toEqual([]);
      const rendered = [
        'package.json',
        'README.md',
        '.env',
        '.env.example',
        'Dockerfile',
        'compose.yaml',
        '.github/workflows/ci.yml',
      ];
      for (const path of rendered) {
        expect(read(files, path), path).not.toMatch(/<%|%>|undefined|\[object|NaN/);
      }
      expect(readPackage(files).name).toBe('my-app');
    },
  );

  test('the dependencies are what the code imports, in the versions the tool has', async () => {
    const files = await planApp({ ...answers, database });
    const { dependencies, devDependencies } = readPackage(files);
    // Fastify's, in a version for Node 20; and BullMQ's, which loads it where there is a Redis.
    const peers = ['light-my-request', ...(database === 'postgresql' ? ['ioredis'] : [])];
    expect(Object.keys(dependencies).sort()).toEqual([...importedFrom(files, 'src/'), ...peers].sort());
    const inTests = importedFrom(files, 'test/').filter((name) => !(name in dependencies));
    expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(inTests));
    const known = { ...toolPackage.devDependencies, ...toolPackage.dependencies };
    for (const [name, version] of Object.entries(dependencies)) expect(version, name).toBe(known[name]);
  });
});

test('the ledger has each file with the hash of its content, but no settings with secrets', async () => {
  const files = await planApp(answers);
  const ledger = JSON.parse(read(files, 'connector.json')) as Ledger;
  const ours = ['.connector/base.json.gz', '.env', 'connector.json'];
  const expected = [...files.keys()].filter((path) => !ours.includes(path));
  expect(Object.keys(ledger.files)).toEqual(expected);
  for (const path of expected) expect(ledger.files[path], path).toBe(hashOf(files.get(path) as Buffer));
  expect(ledger.answers).toEqual({ ...answers, name: 'my-app' });
});

test('the name of the application is everywhere it is to be seen', async () => {
  const files = await planApp({ ...answers, external: "O'Brien & Söhne" });
  expect(read(files, 'src/external.ts')).toContain(`readonly name = "O'Brien & Söhne";`);
  expect(read(files, 'src/external.ts')).toContain(`readonly provider = 'o-brien-sohne';`);
  expect(read(files, 'README.md')).toContain("records of O'Brien & Söhne and");
  expect(readPackage(files).description).toContain("O'Brien & Söhne");
});

test.each(Object.keys(packageManagers))(
  'the README installs with %s before it runs what is installed: a registry has other packages of that name',
  async (packageManager) => {
    const { install, exec, run } = packageManagerOf(packageManager);
    const readme = read(await planApp({ ...answers, packageManager }), 'README.md');
    const [, commands = ''] = /^## Start\n\n```sh\n(.+?)```/ms.exec(readme) ?? [];
    expect(commands.split('\n').map((line) => line.split('  ')[0])).toEqual([
      install,
      `${exec} connector install`,
      `${run} dev`,
      '',
    ]);
  },
);

describe('what a package manager has to be told', () => {
  const settings = (files: Files) => [...files.keys()].filter((path) => /^(\.yarn|pnpm)/.test(path));

  test('yarn: to make a node_modules, which Prisma and we need, and to take a package as it is', async () => {
    const files = await planApp({ ...answers, packageManager: 'yarn' });
    expect(settings(files)).toEqual(['.yarnrc', '.yarnrc.yml']);
    expect(read(files, '.yarnrc.yml')).toContain('nodeLinker: node-modules\n');
    expect(read(files, '.yarnrc')).toContain('ignore-engines true\n');
    expect(read(files, 'Dockerfile')).toContain('COPY package.json .yarnrc* *lock* ./\n');
  });

  test('pnpm: which install scripts need not run, for it stops at those it does not know of', async () => {
    const files = await planApp({ ...answers, packageManager: 'pnpm' });
    expect(settings(files)).toEqual(['pnpm-workspace.yaml']);
    expect(read(files, 'pnpm-workspace.yaml')).toContain(
      "allowBuilds:\n  '@prisma/engines': false\n  'esbuild': false\n",
    );
    expect(read(files, 'Dockerfile')).toContain('COPY package.json pnpm-workspace.yaml *lock* ./\n');
  });

  test.each(['npm', 'bun'])('%s: nothing', async (packageManager) => {
    const files = await planApp({ ...answers, packageManager });
    expect(settings(files)).toEqual([]);
    expect(read(files, 'Dockerfile')).toContain('COPY package.json *lock* ./\n');
  });

  test('all of them: to take the version of what Fastify needs that runs on every Node we support', async () => {
    const { dependencies, resolutions } = readPackage(await planApp(answers));
    expect(resolutions).toEqual({ 'light-my-request': dependencies['light-my-request'] });
  });
});

test('two projects share no secret', async () => {
  const [one, other] = [await planApp(answers), await planApp(answers)].map((files) =>
    secretsOf(read(files, '.env')),
  );
  expect(one?.SESSION_SECRET?.length).toBeGreaterThanOrEqual(32);
  expect(Buffer.from(one?.ENCRYPTION_KEYS?.split(':')[1] ?? '', 'base64')).toHaveLength(32);
  expect(one?.SESSION_SECRET).not.toBe(other?.SESSION_SECRET);
  expect(one?.ENCRYPTION_KEYS).not.toBe(other?.ENCRYPTION_KEYS);
});

test('every variable that the code reads is explained in .env.example', async () => {
  const files = await planApp(answers);
  const example = read(files, '.env.example');
  const variables = [...read(files, 'src/config/variables.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name]) => name as string,
  );
  expect(variables.length).toBeGreaterThan(10);
  for (const name of variables) expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
});

test('the engine is copied to the letter', async () => {
  const files = await planApp(answers);
  const engine = join(root, 'templates/app/src/engine');
  for (const name of await readdir(engine)) {
    expect(read(files, `src/engine/${name}`), name).toBe(await readFile(join(engine, name), 'utf8'));
  }
});

test('the package manager is the one that runs the tool', () => {
  expect(detectPackageManager('pnpm/9.1.0 npm/? node/v20.19.0 linux x64')).toBe('pnpm');
  expect(detectPackageManager('yarn/1.22.22 npm/? node/v20.19.0')).toBe('yarn');
  expect(detectPackageManager('bun/1.1.0')).toBe('bun');
  expect(detectPackageManager('cnpm/9')).toBe('npm');
  expect(detectPackageManager(undefined)).toBe('npm');
});

function importedFrom(files: Files, folder: string): string[] {
  const code = [...files]
    .filter(([path]) => path.startsWith(folder))
    .map(([, content]) => String(content))
    .join('\n');
  const names = [...code.matchAll(/(?:from|import) '([@a-z][^']*)'/g)].map(([, name]) =>
    packageOf(name as string),
  );
  const generated = folder === 'src/' ? ['@prisma/client'] : [];
  return [...new Set([...names, ...generated])].filter(
    (name) => !name.startsWith('node:') && !builtinModules.includes(name),
  );
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function secretsOf(env: string): Record<string, string> {
  return Object.fromEntries(env.split('\n').map((line) => line.split(/=(.*)/s) as [string, string]));
}
