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
  const told = given ?? process.env.DATABASE_URL ?? '';
  const url = isPostgres(told) || given !== undefined || isSqlite ? told : await readDatabaseUrl(folder, {});
  if (!isPostgres(url)) throw notTold(given);
  refuseNoAddress(url);
  return url;
}

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

function notTold(url: string | undefined): UserError {
  const said = url === undefined ? 'Which database is it to be?' : '--url is no address of PostgreSQL.';
  return new UserError(
    `${said} Set DATABASE_URL=postgresql://USER:PASSWORD@HOST:5432/NAME in the environment, or give it as --url. Nothing was changed.`,
  );
}

function namedFile(folder: string, from: string): string {
  const path = from.startsWith('file:') ? sqlitePath(folder, from) : resolve(from);
  if (existsSync(path)) return path;
  throw new UserError(`There is no ${path}. Nothing was changed.`);
}

async function ownFile(folder: string): Promise<string | undefined> {
  const url = await readDatabaseUrl(folder, {}).catch(() => '');
  if (!url.startsWith('file:')) {
    throw new UserError(
      'DATABASE_URL in .env is no SQLite file: name the one to be copied with --from. Nothing was changed.',
    );
  }
  const path = sqlitePath(folder, url);
  return existsSync(path) ? path : undefined;
}
