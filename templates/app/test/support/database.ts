import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../../src/database.ts';
import type { Database } from '../../src/engine/index.ts';

/** A fresh database in a file of its own, made by the project's migrations. `remove` leaves nothing behind. */
export async function createTestDatabase(): Promise<{
  database: Database;
  url: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'connector-test-'));
  const path = join(folder, 'test.db');
  await copyFile(process.env.MIGRATED_DATABASE ?? '', path);
  const database = createDatabase(`file:${path}`);
  await database.$queryRawUnsafe('PRAGMA synchronous = OFF'); // What a test writes need not outlive the machine.
  return {
    database,
    url: `file:${path}`,
    async remove() {
      await database.$disconnect();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
