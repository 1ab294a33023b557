import type { Database } from '../../src/engine/index.ts';

/** What can be asked: a database, or a transaction in it. */
export type Reader = Pick<Database, '$queryRawUnsafe'>;

/** The names of all tables, as they are written in a statement. */
export async function tableNames(reader: Reader): Promise<string[]> {
  const tables = await reader.$queryRawUnsafe<{ name: string }[]>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  return tables.map(({ name }) => name);
}
