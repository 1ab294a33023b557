import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProject } from '../../scripts/project-servers.ts';

const execute = promisify(execFile);
const program = fileURLToPath(new URL('../../bin/create-connector.js', import.meta.url));
const minutes = 60_000;

/** The one test that installs for real. What it finds is what a person finds. */
describe('create-connector my-app', { timeout: 4 * minutes }, () => {
  let home: string;
  let folder: string;
  let printed: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'create-connector-'));
    folder = join(home, 'my-app');
    printed = await run(process.execPath, [program, 'my-app', '--yes', '--package-manager', 'npm'], home);
  }, 4 * minutes);

  afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 3 }));

  test('says what to do next, and complains about nothing', () => {
    expect(printed).toMatch(/Done in .*Next:\n\n {2}cd my-app\n {2}npm run dev\n/s);
    expect(printed).not.toMatch(/EBADENGINE|deprecated|vulnerab|warn/i);
  });

  test('leaves one commit and a clean tree', async () => {
    expect(await run('git', ['log', '--format=%s'], folder)).toMatch(/^[^\n]+\n$/);
    expect(await changes()).toBe('');
  });

  test('makes a project that passes its own checks untouched', async () => {
    await run('npm', ['test'], folder);
    await run('npm', ['run', 'typecheck'], folder);
    await run('npm', ['run', 'lint'], folder);
    expect(await changes()).toBe('');
  });

  test('makes a project that runs with hub and Acme by `npm run dev`, which leaves the tree clean', async () => {
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
    expect(await changes()).toBe('');
  });

  const changes = () => run('git', ['status', '--porcelain'], folder);
});

/** As from a shell: what vitest and npm have put into our environment is not passed on. */
async function run(file: string, parameters: string[], cwd: string): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|npm_|NODE_ENV|TEST$|MODE$|DEV$|PROD$)/.test(name),
    ),
  );
  const { stdout, stderr } = await execute(file, parameters, { cwd, env, maxBuffer: 64 * 2 ** 20 }).catch(
    (error: { stdout: string; stderr: string; message: string }) => {
      throw new Error(`${error.message}\n${error.stdout}`);
    },
  );
  return stdout + stderr;
}
