import { UserError } from '../user-error.ts';
import { openDatabase } from './connection.ts';
import { openEngine } from './engine.ts';
import { ensureHistory } from './history.ts';
import { asMigrationsList, readMigrations } from './migrations.ts';
import { providerOf, readSchema } from './provider.ts';

/**
 * Tells the database what a person made of a failed migration: brought its changes to an end by hand ('applied'),
 * or took them back ('rolled back'), so that it can be applied again.
 *
 * @throws {UserError} when there is no such migration, or it is not in a state where that makes sense.
 */
export async function resolveMigration(
  folder: string,
  url: string,
  name: string,
  outcome: 'applied' | 'rolled back',
): Promise<void> {
  const migrations = await readMigrations(folder);
  if (!migrations.some((migration) => migration.name === name)) {
    throw new UserError(`There is no migration ${name}: "connector migrate --status" lists them.`);
  }
  const provider = providerOf(await readSchema(folder));
  const connection = await openDatabase(folder, url, provider);
  try {
    await connection.lock();
    await ensureHistory(connection);
    const engine = await openEngine(connection.adapterFactory);
    const input = { migrationName: name, migrationsList: asMigrationsList(folder, migrations, provider) };
    await (outcome === 'applied'
      ? engine.markMigrationApplied(input)
      : engine.markMigrationRolledBack(input));
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (!code?.startsWith('P30')) throw error;
    throw new UserError(message.trim(), { cause: error });
  } finally {
    await connection.close();
  }
}
