import { createDatabase } from '../../src/database.ts';
import type { Database } from '../../src/engine/index.ts';
import { administer, urlOf } from './postgres-server.ts';

/** A database without rows, made by the project's migrations. `remove` gives it back for the next test. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return free.pop() ?? create();
}

interface TestDatabase {
  database: Database;
  url: string;
  remove(): Promise<void>;
}

/** Emptying a database is quicker than making one. They all go when the tests are over: see migrated.ts. */
const free: TestDatabase[] = [];
let made = 0;

async function create(): Promise<TestDatabase> {
  const { MIGRATED_DATABASE } = process.env;
  made += 1;
  const name = `${MIGRATED_DATABASE}_${process.pid}_${made}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${MIGRATED_DATABASE}`);
  const url = urlOf(name);
  const database = createDatabase(url);
  const testDatabase = {
    database,
    url,
    async remove() {
      await database.$executeRawUnsafe(await truncation(database));
      free.push(testDatabase);
    },
  };
  return testDatabase;
}

async function truncation(database: Database): Promise<string> {
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`;
  return `TRUNCATE ${tables.map(({ name }) => name).join(', ')} RESTART IDENTITY CASCADE`;
}
