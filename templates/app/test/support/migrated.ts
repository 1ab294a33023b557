import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../../src/database.ts';
import { migrationStatements } from './migrations.ts';

/**
 * Runs once before all tests, which copy the database that MIGRATED_DATABASE then names; what it returns runs after
 * them.
 */
export default async function migrate() {
  const folder = await mkdtemp(join(tmpdir(), 'connector-test-'));
  const path = join(folder, 'migrated.db');
  const database = createDatabase(`file:${path}`);
  await database.$queryRawUnsafe('PRAGMA synchronous = OFF');
  for (const statement of await migrationStatements()) await database.$executeRawUnsafe(statement);
  await database.$disconnect();
  process.env.MIGRATED_DATABASE = path;
  return () => rm(folder, { recursive: true, force: true });
}
