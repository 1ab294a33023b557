import { createDatabase } from '../../../templates/app/src/database.ts';
import type { Database } from '../../../templates/app/src/engine/index.ts';
import { migrationStatements } from '../../../templates/app/test/support/migrations.ts';

/** A database in a file of a folder, made by the project's migrations; apart from any test runner. */
export async function createDatabaseFile(folder: string): Promise<{ database: Database; url: string }> {
  const url = `file:${folder}/connector.db`;
  const database = createDatabase(url);
  for (const statement of await migrationStatements()) await database.$executeRawUnsafe(statement);
  return { database, url };
}
