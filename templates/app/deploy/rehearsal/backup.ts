import { existsSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createDatabase } from '../../src/database.ts';
import type { Database } from '../../src/engine/index.ts';
import { countRowsIn, type Rows } from './rows.ts';

/** A database of our own, made from a backup. */
export interface Copy {
  url: string;
  /** As a person calls it. */
  name: string;
  remove(): Promise<void>;
}

/**
 * Backs the SQLite file up as it is at one moment, while the connector works with it.
 *
 * @param folder where the backup goes
 * @throws {Error} when there is no such file, or it is written to all the time.
 */
export async function backUp({ databaseUrl, folder, signal }: BackUp): Promise<{ file: string; rows: Rows }> {
  const path = pathOf(databaseUrl);
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const file = join(folder, 'backup.db');
  const database = createDatabase(databaseUrl);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      signal.throwIfAborted();
      await rm(file, { force: true });
      const version = await dataVersion(database);
      const rows = await countRowsIn(database);
      await database.$executeRawUnsafe(`VACUUM INTO '${file.replaceAll("'", "''")}'`);
      // What was counted and what was backed up are the same only if nobody has written in between.
      if ((await dataVersion(database)) === version) return { file, rows };
    }
  } finally {
    await database.$disconnect();
  }
  throw new Error(`${path} is written to all the time: try again at a quiet moment, or stop the connector`);
}

interface BackUp {
  databaseUrl: string;
  folder: string;
  signal: AbortSignal;
}

const ATTEMPTS = 10;

/** Another number whenever another connection has written. */
async function dataVersion(database: Database): Promise<string> {
  const [row] = await database.$queryRawUnsafe<{ data_version: unknown }[]>('PRAGMA data_version');
  return String(row?.data_version);
}

/** Makes a file of the backup's in `folder`. */
export async function restore({ file, folder }: Restore): Promise<Copy> {
  const path = join(folder, 'restored.db');
  await copyFile(file, path);
  return {
    url: pathToFileURL(path).href,
    name: path,
    remove: () => Promise.resolve(), // It goes with its folder.
  };
}

interface Restore {
  file: string;
  databaseUrl: string;
  folder: string;
  signal: AbortSignal;
}

function pathOf(url: string): string {
  const [location = ''] = url.split('?');
  return location.startsWith('file://') ? fileURLToPath(location) : resolve(location.replace(/^file:/, ''));
}
