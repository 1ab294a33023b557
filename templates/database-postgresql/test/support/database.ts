import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { createDatabase } from '../../src/database.ts';
import type { Database } from '../../src/engine/index.ts';
import { migrationStatements } from './migrations.ts';

/** A fresh database beside the one of development, made by the project's migrations. `remove` leaves nothing behind. */
export async function createTestDatabase(): Promise<{
  database: Database;
  url: string;
  remove(): Promise<void>;
}> {
  const name = `connector_test_${randomUUID().slice(0, 8)}`;
  const url = onServer(name);
  await administer(`CREATE DATABASE ${name}`);
  const database = createDatabase(url);
  for (const statement of await migrationStatements()) await database.$executeRawUnsafe(statement);
  return {
    database,
    url,
    async remove() {
      await database.$disconnect();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(statement: string): Promise<void> {
  const server = createDatabase(onServer('postgres'));
  try {
    await server.$executeRawUnsafe(statement);
  } finally {
    await server.$disconnect();
  }
}

/** The URL of a database on the server that TEST_DATABASE_URL names, else DATABASE_URL, else .env. */
function onServer(name: string): string {
  const { TEST_DATABASE_URL, DATABASE_URL } = { ...settings(), ...process.env };
  const url = new URL(TEST_DATABASE_URL ?? DATABASE_URL ?? 'postgresql://postgres:postgres@localhost:5432/');
  url.pathname = `/${name}`;
  return url.href;
}

function settings(): NodeJS.Dict<string> {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
}
