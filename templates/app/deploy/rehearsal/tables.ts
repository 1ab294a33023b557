import type { Database } from '../../src/engine/index.ts';

/** What can be asked: a database, or a transaction in it. */
export type Reader = Pick<Database, '$queryRawUnsafe'>;

/** The names of all tables, as they are written in a statement. */
export async function tableNames(reader: Reader): Promise<string[]> {
  const tables = await reader.$queryRawUnsafe<{ name: string }[]>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  );
  return tables.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
}
