import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDatabaseUrl } from '../schema/database-url.ts';
import { refuseNoAddress } from '../schema/postgresql.ts';
import { sqlitePath } from '../schema/sqlite.ts';
import { UserError } from '../user-error.ts';

/**
 * URL of the PostgreSQL database that a person means: from --url, else from the environment; in a project that is on
 * PostgreSQL, else from its .env.
 *
 * @throws {UserError} when it is not told, or is none.
 */
export async function targetUrl(
  folder: string,
  given: string | undefined,
  isSqlite: boolean,
): Promise<string> {
  const url = await toldUrl(folder, given, isSqlite);
  if (url !== undefined) return url;
  throw new UserError(`Which database is it to be? ${ADVICE}`);
}

/**
 * The same, and undefined when it is not told.
 *
 * @throws {UserError} when what is told is none.
 */
export async function toldUrl(
  folder: string,
  given: string | undefined,
  isSqlite: boolean,
): Promise<string | undefined> {
  const told = given ?? process.env.DATABASE_URL ?? '';
  const url = isPostgres(told) || given !== undefined || isSqlite ? told : await ownUrl(folder);
  if (isPostgres(url)) {
    refuseNoAddress(url);
    return url;
  }
  if (given === undefined) return undefined;
  throw new UserError(`--url is no address of PostgreSQL. ${ADVICE}`);
}

const ADVICE =
  'Set DATABASE_URL=postgresql://USER:PASSWORD@HOST:5432/NAME in the environment, or give it as --url. Nothing was changed.';

/**
 * The SQLite file that a person means: from --from, else from .env. Undefined when there is none yet.
 *
 * @throws {UserError} when the one that is named is not there, or none is named.
 */
export async function sourcePath(folder: string, given: string | undefined): Promise<string | undefined> {
  return given === undefined ? ownFile(folder) : namedFile(folder, given);
}

function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

// What .env has; nothing, where it has none.
async function ownUrl(folder: string): Promise<string> {
  return await readDatabaseUrl(folder, {}).catch((error) => {
    if (error instanceof UserError) return '';
    throw error;
  });
}

function namedFile(folder: string, from: string): string {
  const path = from.startsWith('file:') ? sqlitePath(folder, from) : resolve(from);
  if (existsSync(path)) return path;
  throw new UserError(`There is no ${path}. Nothing was changed.`);
}

async function ownFile(folder: string): Promise<string | undefined> {
  const url = await ownUrl(folder);
  if (!url.startsWith('file:')) {
    throw new UserError(
      'DATABASE_URL in .env is no SQLite file: name the one to be copied with --from. Nothing was changed.',
    );
  }
  const path = sqlitePath(folder, url);
  return existsSync(path) ? path : undefined;
}
