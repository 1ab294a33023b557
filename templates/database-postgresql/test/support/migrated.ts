import { randomUUID } from 'node:crypto';
import { createDatabase } from '../../src/database.ts';
import { migrationStatements } from './migrations.ts';
import { administer, databasesLike, urlOf } from './postgres-server.ts';

/**
 * Runs once before all tests, which copy the database that MIGRATED_DATABASE then names; what it returns runs after
 * them.
 */
export default async function migrate() {
  const name = `connector_test_${randomUUID().slice(0, 8)}`;
  await administer(`CREATE DATABASE ${name}`);
  const database = createDatabase(urlOf(name));
  for (const statement of await migrationStatements()) await database.$executeRawUnsafe(statement);
  await database.$disconnect();
  process.env.MIGRATED_DATABASE = name;
  return async () => {
    for (const each of await databasesLike(name)) await administer(`DROP DATABASE ${each} WITH (FORCE)`);
  };
}
