import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { UserError } from '../user-error.ts';

/**
 * DATABASE_URL of the project in `folder`: from the environment, else from its .env.
 *
 * @throws {UserError} when it is in neither.
 */
export async function readDatabaseUrl(folder: string, environment = process.env): Promise<string> {
  const url = environment.DATABASE_URL || (await readDotEnv(folder)).DATABASE_URL;
  if (url) return url;
  throw new UserError(
    `DATABASE_URL is not set: write it in ${join(folder, '.env')}, as in DATABASE_URL=file:./data/development.db.`,
  );
}

/** What to say of a DATABASE_URL that is none. It is not in it, for it may hold a password. */
export function noAddress(advice: string): UserError {
  return new UserError(`DATABASE_URL is no address: write it as ${advice}.`);
}

async function readDotEnv(folder: string): Promise<NodeJS.Dict<string>> {
  const path = join(folder, '.env');
  return existsSync(path) ? parseEnv(await readFile(path, 'utf8')) : {};
}
