import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const migrations = join(import.meta.dirname, '../../prisma/migrations');

/** Every statement of every migration, oldest first. */
export async function migrationStatements(): Promise<string[]> {
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
