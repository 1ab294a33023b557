import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { createDatabase } from '../../src/database.ts';

/** Does something to the server that only somebody outside of a database can do. */
export async function administer(statement: string): Promise<void> {
  const server = createDatabase(urlOf('postgres'));
  try {
    await server.$executeRawUnsafe(statement);
  } finally {
    await server.$disconnect();
  }
}

/** The databases whose names begin with `prefix`. */
export async function databasesLike(prefix: string): Promise<string[]> {
  const server = createDatabase(urlOf('postgres'));
  try {
    const rows = await server.$queryRaw<{ datname: string }[]>`
      SELECT datname FROM pg_database WHERE starts_with(datname, ${prefix})`;
    return rows.map(({ datname }) => datname);
  } finally {
    await server.$disconnect();
  }
}

/** The URL of a database on the server that TEST_DATABASE_URL names, else DATABASE_URL, else .env. */
export function urlOf(name: string): string {
  const { TEST_DATABASE_URL, DATABASE_URL } = { ...settings(), ...process.env };
  const url = new URL(TEST_DATABASE_URL ?? DATABASE_URL ?? 'postgresql://postgres:postgres@localhost:5432/');
  url.pathname = `/${name}`;
  return url.href;
}

function settings(): NodeJS.Dict<string> {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
}
