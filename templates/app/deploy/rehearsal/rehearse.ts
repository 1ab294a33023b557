import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { VaultKey } from '../../src/engine/index.ts';
import { backUp, type Copy, restore } from './backup.ts';
import { run } from './program.ts';
import { countRows, type Rows, refuseOtherRows, total } from './rows.ts';
import { readSecrets, refuseOtherSecrets } from './secrets.ts';

export interface Rehearsal {
  /** DATABASE_URL. Its database is read, and nothing in it is changed. */
  databaseUrl: string;
  encryptionKeys: readonly VaultKey[];
  /** A file to restore instead of a backup made now. Then the database at `databaseUrl` is not even read. */
  backup?: string | undefined;
  signal: AbortSignal;
  /** Told of each step that went well. */
  say: (what: string, text: string) => void;
}

/**
 * Does with a copy of the database what one day has to be done with the database: backs it up, restores it, migrates it,
 * reads every secret in it, and takes it to a new key. The copy and the backup go when it is over, however it ends.
 *
 * @throws {Error} that says what does not work.
 */
export async function rehearse(rehearsal: Rehearsal): Promise<void> {
  // On Unix only its owner gets in.
  const folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
  try {
    const backup = await backUpOrTake(rehearsal, folder);
    const copy = await restore({ ...rehearsal, file: backup.file, folder });
    try {
      rehearsal.say('restored', `into ${copy.name}`);
      await tryOut(rehearsal, copy, backup.rows);
    } finally {
      await copy.remove();
    }
    rehearsal.say('removed', 'the copy and what else was made on the way');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function backUpOrTake(
  { databaseUrl, backup, signal, say }: Rehearsal,
  folder: string,
): Promise<{ file: string; rows?: Rows }> {
  if (backup !== undefined) {
    await stat(backup);
    say('took', backup);
    return { file: resolve(backup) };
  }
  const made = await backUp({ databaseUrl, folder, signal });
  const { size } = await stat(made.file);
  say('backed up', `${total(made.rows)}, ${(size / 1e6).toFixed(1)} MB`);
  return made;
}

async function tryOut(rehearsal: Rehearsal, copy: Copy, expected: Rows | undefined): Promise<void> {
  const { encryptionKeys, signal, say } = rehearsal;
  const rows = await countRows(copy.url);
  if (expected) refuseOtherRows(expected, rows);
  say('counted', expected ? 'as many rows in each table as there were' : total(rows));

  say('migrated', await migrate(copy, signal));

  const before = await readSecrets(copy.url, encryptionKeys);
  say('decrypted', `${before.size} secrets of linked accounts`);

  const newKey = { id: `rehearsal-${Date.now()}`, key: randomBytes(32).toString('base64') };
  await reencrypt(copy, [newKey, ...encryptionKeys], signal);
  refuseOtherSecrets(before, await readSecrets(copy.url, [newKey]));
  say('rotated', 'they are all the same, read with a new key alone');
}

/** What is pending is applied: so the next release is rehearsed, too. */
async function migrate({ url }: Copy, signal: AbortSignal): Promise<string> {
  const program = 'node_modules/create-connector/bin/connector.js';
  const said = await run(process.execPath, [program, 'migrate', '--json'], { DATABASE_URL: url }, signal);
  const { applied } = JSON.parse(said) as { applied: string[] };
  return applied.length === 0 ? 'nothing to do' : applied.join(', ');
}

async function reencrypt({ url }: Copy, keys: readonly VaultKey[], signal: AbortSignal): Promise<void> {
  const environment = {
    DATABASE_URL: url,
    ENCRYPTION_KEYS: keys.map(({ id, key }) => `${id}:${key}`).join(),
  };
  await run(process.execPath, ['--import', 'tsx', 'src/reencrypt.ts'], environment, signal);
}
