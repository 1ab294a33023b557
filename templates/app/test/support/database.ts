import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../../src/database.ts';
import type { Database } from '../../src/engine/index.ts';
import { migrationStatements } from './migrations.ts';

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
