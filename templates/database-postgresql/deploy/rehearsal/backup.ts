import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createDatabase } from '../../src/database.ts';
import { run } from './program.ts';
import { countRowsIn, type Rows } from './rows.ts';

/** A database of our own, made from a backup. */
export interface Copy {
  url: string;
  /** As a person calls it. */
  name: string;
  remove(): Promise<void>;
}

/**
 * Backs the database up with pg_dump as it is at one moment, while the connector works with it.
 *
 * @param folder where the backup goes
 * @throws {Error} in the words of pg_dump, which has to be of the server's version or a newer one.
 */
export async function backUp({ databaseUrl, folder, signal }: BackUp): Promise<{ file: string; rows: Rows }> {
  const file = join(folder, 'backup.dump');
  const database = createDatabase(databaseUrl);
  try {
    return await database.$transaction(
      async (reader) => {
        const rows = await countRowsIn(reader);
        // What pg_dump sees is what was counted, whatever is written meanwhile.
        const [exported] = await reader.$queryRaw<{ id: string }[]>`SELECT pg_export_snapshot() AS id`;
        const snapshot = `--snapshot=${exported?.id}`;
        const options = ['--format=custom', '--no-owner', '--no-privileges', snapshot, `--file=${file}`];
        await run('pg_dump', options, settingsOf(databaseUrl), signal);
        return { file, rows };
      },
      { isolationLevel: 'RepeatableRead', timeout: DAY },
    );
  } finally {
    await database.$disconnect();
  }
}

interface BackUp {
  databaseUrl: string;
  folder: string;
  signal: AbortSignal;
}

const DAY = 24 * 60 * 60_000;

/**
 * Makes a database of the backup's on the server of `databaseUrl`.
 *
 * @throws {Error} in the words of createdb or pg_restore: the user has to be allowed to create databases.
 */
export async function restore({ file, databaseUrl, signal }: Restore): Promise<Copy> {
  const url = new URL(databaseUrl);
  const name = `${databaseOf(url).slice(0, 40)}_rehearsal_${randomBytes(4).toString('hex')}`;
  const settings = settingsOf(databaseUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  // Not to be stopped: what it leaves behind would be production's data.
  const remove = async () => {
    await run('dropdb', ['--if-exists', '--force', name], settings, new AbortController().signal);
  };
  await run('createdb', ['--template=template0', name], settings, signal);
  try {
    const options = ['--exit-on-error', '--no-owner', '--no-privileges', `--dbname=${name}`, file];
    await run('pg_restore', options, settings, signal);
  } catch (error) {
    await remove();
    throw error;
  }
  return { url: url.href, name: `the database ${name}`, remove };
}

interface Restore {
  file: string;
  databaseUrl: string;
  folder: string;
  signal: AbortSignal;
}

/** Where the server is, as PostgreSQL's programs take it from the environment: parameters are for everybody to see. */
function settingsOf(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl);
  const settings = {
    PGHOST: url.searchParams.get('host') ?? url.hostname,
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: databaseOf(url),
    PGSSLMODE: url.searchParams.get('sslmode') ?? '',
    PGSSLROOTCERT: url.searchParams.get('sslrootcert') ?? '',
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}

const databaseOf = (url: URL) => decodeURIComponent(url.pathname.slice(1));
