import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import { git } from '../../src/actions/git.ts';
import { createVault } from '../../templates/app/src/engine/vault.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { runTool, scaffold } from '../support/tool.ts';

const patient = 90_000;

async function installed(): Promise<string> {
  const folder = await scaffold(['--skip-git']);
  await linkPackages(folder);
  const { exitCode, stderr } = await runTool('connector', ['install'], { cwd: folder });
  if (exitCode !== 0) throw new Error(stderr);
  return folder;
}

async function keysOf(folder: string) {
  const { ENCRYPTION_KEYS = '' } = parseEnv(await readFile(join(folder, '.env'), 'utf8'));
  return ENCRYPTION_KEYS.split(',').map((entry) => {
    const [id = '', key = ''] = entry.split(':');
    return { id, key };
  });
}

const secrets = (folder: string, ...words: string[]) =>
  runTool('connector', ['secrets', ...words], { cwd: join(folder, 'src') });

test('a new key reads before it writes: a process that runs can read every token at any moment', {
  timeout: patient,
}, async () => {
  const folder = await installed();
  const [old] = await keysOf(folder);
  const token = createVault(old ? [old] : []).encrypt('access');
  const database = createClient({ url: `file:${join(folder, 'data/development.db')}` });
  await database.execute({
    sql: "INSERT INTO organizations (uid, tenant, name, oauth_uid, oauth_token, updated_at) VALUES ('cld-1', 'sandbox', 'Fern', 'north', ?, CURRENT_TIMESTAMP)",
    args: [token],
  });
  const stored = async () => {
    const { rows } = await database.execute('SELECT oauth_token FROM organizations');
    return String(rows[0]?.oauth_token);
  };

  const rotated = await secrets(folder, 'rotate');
  expect(rotated).toMatchObject({ stderr: '', exitCode: 0 });
  const keys = await keysOf(folder);
  const [, added = { id: '', key: '' }] = keys;
  expect(keys).toEqual([old, { id: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), key: expect.anything() }]);
  expect(rotated.stdout).toContain(`connector secrets reencrypt ${added.id}`);
  expect(rotated.stdout).not.toContain(added.key);
  expect(await stored()).toBe(token);

  const unknown = await secrets(folder, 'reencrypt', 'another');
  expect(unknown).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`has ${old?.id}, ${added.id}`),
  });
  expect(await keysOf(folder)).toEqual(keys);

  // Every process has been started anew, with both keys.
  const running = createVault(keys);
  const encrypted = await secrets(folder, 'reencrypt', added.id);
  expect(encrypted).toMatchObject({ stderr: '', exitCode: 0 });
  expect(encrypted.stdout).toMatch(/ encrypt {2}1 of the linked accounts/);
  expect(await keysOf(folder)).toEqual([added, old]);
  expect(running.decrypt(await stored())).toBe('access');
  expect(createVault([added]).decrypt(await stored())).toBe('access');
  expect((await stat(join(folder, '.env'))).mode & 0o077).toBe(0);

  const again = await secrets(folder, 'reencrypt', added.id);
  database.close();
  expect(again.stdout).toMatch(/ encrypt {2}0 of the linked accounts/);
  expect(await keysOf(folder)).toEqual([added, old]);
});

test('what rotate writes on its way is as little for git as .env is', async () => {
  const folder = await scaffold();
  await writeFile(join(folder, '.env.0a1b2c3d.new'), 'SECRET=1');
  await writeFile(join(folder, '.env.example'), '# changed');
  expect(await git(folder, 'status', '--porcelain')).toBe(' M .env.example\n');
});

test('connector secrets rotate changes nothing where the keys do not come from .env', {
  timeout: patient,
}, async () => {
  const folder = await scaffold(['--skip-git']);
  const before = await readFile(join(folder, '.env'), 'utf8');
  const env = { ENCRYPTION_KEYS: `1:${Buffer.alloc(32).toString('base64')}` };
  const set = await runTool('connector', ['secrets', 'rotate'], { cwd: folder, env });
  expect(set).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('connector secrets reencrypt') });
  const other = await runTool('connector', ['secrets', 'reencrypt', '2'], { cwd: folder, env });
  expect(other).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('put "2" in front') });
  expect(await readFile(join(folder, '.env'), 'utf8')).toBe(before);

  await writeFile(join(folder, '.env'), 'PORT=3000\n');
  const missing = await runTool('connector', ['secrets', 'rotate'], { cwd: folder });
  expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no ENCRYPTION_KEYS') });
});
