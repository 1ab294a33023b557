import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { run, ShellError } from '../actions/shell.ts';
import { status } from '../actions/status.ts';
import { findProject } from '../project.ts';
import { UserError } from '../user-error.ts';

/** `connector secrets rotate`: puts a new key in front of ENCRYPTION_KEYS in .env, and encrypts all tokens under it. */
export async function rotate(): Promise<void> {
  const { folder } = await findProject();
  await addKey(join(folder, '.env'));
  await reencrypt(folder);
  console.log(
    '\nRestart the connector: it reads with the old keys too, and writes with the new one.\nThen the old keys may be taken out of ENCRYPTION_KEYS in .env.',
  );
}

/** `connector secrets reencrypt`: encrypts all tokens under the first of ENCRYPTION_KEYS, where others were used. */
export async function reencryptOnly(): Promise<void> {
  const { folder } = await findProject();
  await reencrypt(folder);
}

async function addKey(path: string): Promise<void> {
  if (process.env.ENCRYPTION_KEYS) {
    throw new UserError(
      'ENCRYPTION_KEYS is set in the environment, not in .env: put a new key in front of it where it is set (id:key, the key from "openssl rand -base64 32"), restart every process, then run "connector secrets reencrypt".',
    );
  }
  const text = await readFile(path, 'utf8').catch(() => '');
  const { ENCRYPTION_KEYS: keys } = parseEnv(text);
  if (!keys)
    throw new UserError(`There is no ENCRYPTION_KEYS in ${path}: "connector install" writes a new .env.`);
  const id = nextId(keys);
  const line = `ENCRYPTION_KEYS=${id}:${randomBytes(32).toString('base64')},${keys}`;
  await writeFile(
    `${path}.new`,
    text.replace(/^ENCRYPTION_KEYS=.*$/m, () => line),
    { mode: 0o600 },
  );
  await rename(`${path}.new`, path);
  status('update', `.env  new key "${id}"`);
}

/** Today's date; with a number behind it where that is taken. */
function nextId(keys: string): string {
  const taken = keys.split(',').map((entry) => entry.trim().split(':')[0]);
  const today = new Date().toISOString().slice(0, 10);
  const candidates = [today, ...taken.map((_, i) => `${today}-${i + 2}`)];
  return candidates.find((id) => !taken.includes(id)) as string;
}

async function reencrypt(folder: string): Promise<void> {
  try {
    const said = await run(process.execPath, ['--import', 'tsx', 'src/reencrypt.ts'], folder);
    status('encrypt', said.trim());
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    throw new UserError(
      `The tokens could not be encrypted anew, and can still be read:\n${error.output.trim()}`,
    );
  }
}
