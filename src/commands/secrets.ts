import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { applyChanges } from '../actions/apply.ts';
import { run, ShellError } from '../actions/shell.ts';
import { status } from '../actions/status.ts';
import { withKeys } from '../encryption-keys.ts';
import { findProject } from '../project.ts';
import { UserError } from '../user-error.ts';

/**
 * `connector secrets rotate`: puts a new key behind those of ENCRYPTION_KEYS in .env. It only reads as yet: a process
 * that has not been started since could not read what is encrypted under it.
 */
export async function rotate(): Promise<void> {
  const { folder } = await findProject();
  const path = join(folder, '.env');
  if (process.env.ENCRYPTION_KEYS) throw new UserError(byHand);
  const keys = await readKeys(path);
  const id = nextId(keys);
  await writeKeys(path, [...keys, `${id}:${randomBytes(32).toString('base64')}`]);
  status('update', `.env  new key "${id}", which only reads as yet`);
  console.log(
    `\n1. Restart every process of the connector: then each can read what the key encrypts.\n2. Run "connector secrets reencrypt ${id}": then the key writes, and all tokens are encrypted under it.`,
  );
}

/**
 * `connector secrets reencrypt [KEY]`: encrypts all tokens under the first of ENCRYPTION_KEYS, where others were used.
 *
 * @param id of the key to put in front first.
 */
export async function reencrypt(id?: string): Promise<void> {
  const { folder } = await findProject();
  if (id !== undefined) await putInFront(join(folder, '.env'), id);
  await encryptAnew(folder);
  if (id !== undefined)
    console.log(
      '\nRestart every process of the connector: then it writes with the new key too. Run "connector secrets reencrypt"\nonce more after that, and the old keys may be taken out of ENCRYPTION_KEYS in .env.',
    );
}

const byHand = `ENCRYPTION_KEYS is set in the environment, not in .env. Where it is set:
1. put a new key behind the others (id:key, the key from "openssl rand -base64 32"), and restart every process;
2. put it in front, restart every process again, and run "connector secrets reencrypt".`;

async function putInFront(path: string, id: string): Promise<void> {
  const fromOutside = process.env.ENCRYPTION_KEYS;
  const keys = fromOutside ? split(fromOutside) : await readKeys(path);
  const ids = keys.map(idOf);
  const key = keys[ids.indexOf(id)];
  if (ids[0] === id) return;
  if (fromOutside)
    throw new UserError(
      `ENCRYPTION_KEYS is set in the environment, not in .env: put "${id}" in front where it is set, and restart every process.`,
    );
  if (key === undefined)
    throw new UserError(`There is no key "${id}" in ENCRYPTION_KEYS, which has ${ids.join(', ')}.`);
  await writeKeys(path, [key, ...keys.filter((other) => other !== key)]);
  status('update', `.env  key "${id}" writes`);
}

const split = (keys: string) => keys.split(/[\s,]+/).filter(Boolean);
const idOf = (key: string) => key.split(':')[0] ?? '';

async function readKeys(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const { ENCRYPTION_KEYS: keys } = parseEnv(text);
  if (!keys)
    throw new UserError(`There is no ENCRYPTION_KEYS in ${path}: "connector install" writes a new .env.`);
  return split(keys);
}

async function writeKeys(path: string, keys: readonly string[]): Promise<void> {
  const before = await readFile(path, 'utf8');
  const after = withKeys(before, keys);
  if (after === undefined)
    throw new UserError(
      `ENCRYPTION_KEYS in ${path} is written in a way that is not understood: write it as a line ENCRYPTION_KEYS=id:key, and try again. Nothing was changed.`,
    );
  await applyChanges(dirname(path), [{ path: basename(path), before, after }]);
}

/** Today's date; with a number behind it where that is taken. */
function nextId(keys: readonly string[]): string {
  const taken = keys.map(idOf);
  const today = new Date().toISOString().slice(0, 10);
  const candidates = [today, ...taken.map((_, i) => `${today}-${i + 2}`)];
  return candidates.find((id) => !taken.includes(id)) as string;
}

async function encryptAnew(folder: string): Promise<void> {
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
