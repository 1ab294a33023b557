import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProject } from '../../scripts/project-servers.ts';
import { shellEnvironment } from '../support/shell-environment.ts';
import { root } from '../support/tool.ts';

const execute = promisify(execFile);
const minutes = 60_000;

/** The one test that installs for real: the package as npm packs it, in an empty folder. What it finds is what a person finds. */
describe('create-connector, packed and installed', { timeout: 4 * minutes }, () => {
  let home: string;
  let tarball: { filename: string; size: number; files: { path: string }[] };
  let folder: string;
  let printed: string;

  beforeAll(async () => {
    home = await realpath(await mkdtemp(join(tmpdir(), 'create-connector-')));
    // Its scripts would build anew, under the feet of the other tests.
    const pack = ['pack', '--ignore-scripts', '--json', '--silent', '--pack-destination', home];
    [tarball] = JSON.parse(await run('npm', pack, root));
    const tool = join(home, 'tool');
    await mkdir(tool);
    await run('npm', ['install', ...quiet, join(home, tarball.filename)], tool);
    const program = join(tool, 'node_modules/.bin/create-connector');
    printed = await run(program, ['my-app', '--yes', '--package-manager', 'npm'], home);
    folder = join(home, 'my-app');
  }, 6 * minutes);

  afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 3 }), minutes);

  test('holds the programs and the templates, dot files and all, and nothing of this machine (t3-oss/create-t3-app#2093)', () => {
    const paths = tarball.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'bin/connector.js',
        'bin/create-connector.js',
        'dist/cli.js',
        'dist/sandbox/index.d.ts',
        'templates/app/_gitignore',
        'templates/app/_env.tpl',
        'templates/app/_github/workflows/ci.yml.tpl',
        'templates/app/prisma/migrations/0001_init/migration.sql',
        'templates/app/test/support/database.ts',
        'templates/database-postgresql/prisma/schema.prisma',
        'templates/entity/src/entities/%file%.ts.tpl',
        'README.md',
        'UPGRADING.md',
        'LICENSE',
      ]),
    );
    const ours =
      /(^|\/)(node_modules|generated|data|coverage)\/|^(src|test|scripts|docs)\/|\.log$|\.db$|\/\.(?!github)/;
    expect(paths.filter((path) => ours.test(path))).toEqual([]);
    // Text, nearly all of it templates: what is much more has something in it that does not belong there. Queues,
    // traces and deployment, and their tests, took it from 741 to 811 kB.
    expect(tarball.size).toBeLessThan(900_000);
  });

  test('says what to do next, and complains about nothing', () => {
    expect(printed).toMatch(/Done in .*Next:\n\n {2}cd my-app\n {2}npm run dev\n/s);
    expect(printed).not.toMatch(/EBADENGINE|deprecated|vulnerab|warn/i);
  });

  test('leaves one commit and a clean tree', async () => {
    expect(await run('git', ['log', '--format=%s'], folder)).toMatch(/^[^\n]+\n$/);
    expect(await changes()).toBe('');
  });

  test('makes a project that passes its own tests untouched', { timeout: 10 * minutes }, async () => {
    // The others are the template's, word for word: they run there.
    const ofTheProject = ['service', 'agents'].map((name) => `test/app/${name}.test.ts`);
    await run('npm', ['test', '--', 'test/entities', ...ofTheProject], folder);
    expect(await changes()).toBe('');
  });

  test('makes a project that has nothing to complain about and nothing to upgrade', async () => {
    expect(await run('npx', ['connector', 'doctor'], folder)).not.toMatch(/^ *(warn|fail)/m);
    expect(await run('npx', ['connector', 'upgrade'], folder)).toContain('nothing to do');
  });

  test('makes a project that runs with hub and Acme by `npm run dev`, which leaves the tree clean', async () => {
    await expectToRun();
    expect(await changes()).toBe('');
  });

  test('adds entities that are right as they come: types, style, tests and build', {
    timeout: 10 * minutes,
  }, async () => {
    const generate = (...parameters: string[]) => run('npx', ['connector', 'g', ...parameters], folder);
    await generate('entity', 'item', 'name:name', 'code:code', '--external', 'product');
    await generate('complex-entity', 'party', '--connec', 'person', '--external', 'customer,lead', '--yes');
    await run('npx', ['connector', 'migrate'], folder);
    await run('npm', ['run', 'typecheck'], folder);
    await run('npm', ['run', 'lint'], folder);
    await run('npm', ['test', '--', 'test/entities', 'test/app/agents.test.ts'], folder);
    await run('npm', ['run', 'build'], folder);
  });

  test('runs as before with what was added (activepieces/activepieces#4387)', () => expectToRun());

  async function expectToRun(): Promise<void> {
    const servers = await startProject(folder);
    try {
      const page = await fetch(servers.connector);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('Sign in');
      expect((await fetch(servers.hub)).status).toBe(200);
      expect((await fetch(servers.acme)).status).toBe(200);
    } finally {
      await servers.stop();
    }
    await expect(fetch(servers.connector)).rejects.toThrow();
  }

  const changes = () => run('git', ['status', '--porcelain'], folder);
});

const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];

async function run(file: string, parameters: string[], cwd: string): Promise<string> {
  const options = { cwd, env: shellEnvironment(), maxBuffer: 64 * 2 ** 20 };
  const { stdout, stderr } = await execute(file, parameters, options).catch(
    (error: { stdout: string; stderr: string; message: string }) => {
      throw new Error(`${error.message}\n${error.stdout}`);
    },
  );
  return stdout + stderr;
}
