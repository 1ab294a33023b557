import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../../src/database.ts';
import type { Database } from '../../src/engine/index.ts';

const migrations = join(import.meta.dirname, '../../prisma/migrations');

/** A fresh database in a file of its own, made by the project's migrations. `remove` leaves nothing behind. */
export async function createTestDatabase(): Promise<{
  database: Database;
  url: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'connector-test-'));
  const url = `file:${join(folder, 'test.db')}`;
  const database = createDatabase(url);
  for (const statement of await migrationStatements()) await database.$executeRawUnsafe(statement);
  return {
    database,
    url,
    async remove() {
      await database.$disconnect();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every statement of every migration, oldest first. */
async function migrationStatements(): Promise<string[]> {
  const folders = (await readdir(migrations, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = folders.map((entry) => entry.name).sort();
  const files = await Promise.all(
    names.map((name) => readFile(join(migrations, name, 'migration.sql'), 'utf8')),
  );
  return files.flatMap(statementsOf);
}

const statementsOf = (sql: string) =>
  sql
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean);
