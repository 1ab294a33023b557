import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
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

test('connector secrets rotate puts a new key first and encrypts every token under it', {
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

  const { stdout, stderr, exitCode } = await runTool('connector', ['secrets', 'rotate'], {
    cwd: join(folder, 'src'),
  });

  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toMatch(/ encrypt {2}1 of the linked accounts/);
  const keys = await keysOf(folder);
  expect(keys).toEqual([expect.anything(), old]);
  const { rows } = await database.execute('SELECT oauth_token FROM organizations');
  database.close();
  expect(createVault(keys.slice(0, 1)).decrypt(String(rows[0]?.oauth_token))).toBe('access');
  expect((await stat(join(folder, '.env'))).mode & 0o077).toBe(0);
  expect(stdout).not.toContain(keys[0]?.key);
});

test('connector secrets rotate changes nothing where the keys do not come from .env', {
  timeout: patient,
}, async () => {
  const folder = await scaffold(['--skip-git']);
  const before = await readFile(join(folder, '.env'), 'utf8');
  const env = { ENCRYPTION_KEYS: `1:${Buffer.alloc(32).toString('base64')}` };
  const set = await runTool('connector', ['secrets', 'rotate'], { cwd: folder, env });
  expect(set).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('connector secrets reencrypt') });
  expect(await readFile(join(folder, '.env'), 'utf8')).toBe(before);

  await writeFile(join(folder, '.env'), 'PORT=3000\n');
  const missing = await runTool('connector', ['secrets', 'rotate'], { cwd: folder });
  expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no ENCRYPTION_KEYS') });
});
