import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { PATIENCE, stillMigrating } from './connection.ts';

type CreateClient = (config: { url: string }) => { execute(sql: string): Promise<unknown>; close(): void };

/**
 * Waits for the lock that the file at `path` stands for, and takes it; the result lets go of it.
 * It is SQLite's own lock on an empty database: the system frees it when a process dies, so it is never stale.
 *
 * @throws {UserError} when another process keeps it for too long.
 */
export async function lockFile(path: string, createClient: CreateClient): Promise<() => Promise<void>> {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const unlock = await tryToLock(path, createClient);
    if (unlock) return unlock;
    await pause(25);
  }
  throw stillMigrating();
}

async function tryToLock(
  path: string,
  createClient: CreateClient,
): Promise<(() => Promise<void>) | undefined> {
  const wanted = await createdFile(path);
  const client = createClient({ url: pathToFileURL(path).href });
  const failed = await begin(client);
  // Whoever had the lock before removes its file: a lock on a file that is no longer there keeps nobody out, and where
  // it goes while SQLite opens it, that is an error of the disk.
  const isThere = (await fileAt(path)) === wanted;
  if (isThere && !failed) {
    return async () => {
      await rm(path, { force: true }).catch(() => {});
      await client.execute('ROLLBACK');
      client.close();
    };
  }
  client.close();
  if (isThere && failed && failed.code !== 'SQLITE_BUSY') throw failed;
  return undefined;
}

/** @returns why it could not be begun. */
async function begin(client: ReturnType<CreateClient>): Promise<{ code?: string } | undefined> {
  try {
    await client.execute('BEGIN IMMEDIATE');
    return undefined;
  } catch (error) {
    return error as { code?: string };
  }
}

async function createdFile(path: string): Promise<number> {
  const file = await open(path, 'a');
  const { ino } = await file.stat();
  await file.close();
  return ino;
}

async function fileAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.ino;
}
