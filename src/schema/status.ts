import { existsSync } from 'node:fs';
import { openDatabase } from './connection.ts';
import { datamodel, diff } from './diff.ts';
import { openEngine } from './engine.ts';
import { type MigrationState, readHistory } from './history.ts';
import { readMigrations } from './migrations.ts';
import { providerOf, readSchema } from './provider.ts';
import { sqlitePath } from './sqlite.ts';

/**
 * The state of every migration of the project in `folder`, oldest first. Changes nothing and creates nothing.
 *
 * @param url DATABASE_URL
 * @throws {UserError} when the database cannot be opened.
 */
export async function migrationStatus(folder: string, url: string): Promise<MigrationState[]> {
  const migrations = await readMigrations(folder);
  const provider = providerOf(await readSchema(folder));
  if (provider === 'sqlite' && url.startsWith('file:') && !existsSync(sqlitePath(folder, url))) {
    return migrations.map(({ name }) => ({ name, state: 'pending' }));
  }
  const connection = await openDatabase(folder, url, provider, false);
  try {
    return await readHistory(connection, migrations);
  } finally {
    await connection.close();
  }
}

/**
 * The SQL that would turn the database as it is into one made by the schema of the project in `folder`;
 * '' when it is one already. The table of migrations counts as part of every schema.
 */
export async function databaseDrift(folder: string, url: string): Promise<string> {
  const schema = await readSchema(folder);
  const connection = await openDatabase(folder, url, providerOf(schema), false);
  try {
    const engine = await openEngine(connection.adapterFactory, schema);
    const files = [{ path: 'schema.prisma', content: schema }];
    return await diff(engine, { tag: 'schemaDatasource', files, configDir: folder }, datamodel(schema));
  } finally {
    await connection.close();
  }
}
