import { UserError } from '../user-error.ts';
import { type Connection, openDatabase } from './connection.ts';
import { everything, openEngine } from './engine.ts';
import { type MigrationState, readHistory } from './history.ts';
import { asMigrationsList, type Migration, readMigrations } from './migrations.ts';
import { type Losing, losingMigrations } from './pending-losses.ts';
import { type Provider, providerOf, readSchema } from './provider.ts';
import { controlsTransactions } from './script.ts';

/** What applying the pending migrations came to. */
export interface Applied {
  /** Names of the migrations that were applied now, oldest first. */
  applied: string[];
  /** Names of migrations whose files were changed after they had been applied. */
  edited: string[];
  failed?: Failure;
}

/** A migration that does not go through. */
export interface Failure {
  name: string;
  /** The database's own words. */
  reason: string;
  /** Nothing of it was kept: once its file is corrected, it can be applied again. */
  undone: boolean;
}

/**
 * Applies the pending migrations of the project in `folder` to its database, one process at a time.
 * Each goes through as a whole or not at all, unless it ends transactions itself.
 *
 * @param url DATABASE_URL
 * @param agree is told of pending migrations that lose data, before anything is done; when it throws, nothing is
 * @throws {UserError} when the database cannot be opened, or another process keeps it locked.
 */
export async function applyMigrations(
  folder: string,
  url: string,
  agree?: (losing: Losing[]) => Promise<void>,
): Promise<Applied> {
  const provider = providerOf(await readSchema(folder));
  return await applyThese(folder, url, { provider, migrations: await readMigrations(folder) }, agree);
}

/** The same with migrations that need not be those of the project in `folder`, which has the driver. */
export async function applyThese(
  folder: string,
  url: string,
  { provider, migrations }: { provider: Provider; migrations: Migration[] },
  agree?: (losing: Losing[]) => Promise<void>,
): Promise<Applied> {
  const connection = await openDatabase(folder, url, provider);
  try {
    // Before the lock: a person may take a while, and other processes should not wait for that.
    await agree?.(losingMigrations(migrations, await readHistory(connection, migrations)));
    await connection.lock();
    return await applyPending(folder, connection, migrations);
  } finally {
    await connection.close();
  }
}

async function applyPending(
  folder: string,
  connection: Connection,
  migrations: Migration[],
): Promise<Applied> {
  const before = await readHistory(connection, migrations);
  const edited = namesOf(before, 'edited');
  const stuck = before.find(({ state }) => state === 'failed');
  if (stuck) return { applied: [], edited, failed: failureOf(stuck, false) };

  const pending = namesOf(before, 'pending');
  if (pending.length === 0) return { applied: [], edited };
  const failed = await run(folder, connection, migrations);
  const after = await readHistory(connection, migrations);
  const applied = pending.filter((name) => namesOf(after, 'applied').includes(name));
  return { applied, edited, ...(failed && { failed }) };
}

async function run(
  folder: string,
  connection: Connection,
  migrations: Migration[],
): Promise<Failure | undefined> {
  const engine = await openEngine(connection.adapterFactory);
  const migrationsList = asMigrationsList(folder, migrations, connection.provider);
  try {
    await engine.applyMigrations({ migrationsList, filters: everything });
    return undefined;
  } catch (error) {
    const stuck = (await readHistory(connection, migrations)).find(({ state }) => state === 'failed');
    if (!stuck) throw explained(error as Error & { code?: string }, migrations);
    const undone = !controlsTransactions(migrations.find(({ name }) => name === stuck.name)?.sql ?? '');
    if (undone) await engine.markMigrationRolledBack({ migrationName: stuck.name });
    return failureOf(stuck, undone);
  }
}

function explained(error: Error & { code?: string }, [first]: Migration[]): Error {
  if (error.code !== 'P3005') return error;
  return new UserError(
    `The database has tables, but no record of migrations. If they are what ${first?.name} makes, say so with "connector migrate --applied ${first?.name}" and try again; otherwise use an empty database.`,
    { cause: error },
  );
}

function namesOf(states: MigrationState[], wanted: MigrationState['state']): string[] {
  return states.filter(({ state }) => state === wanted).map(({ name }) => name);
}

function failureOf({ name, reason }: MigrationState, undone: boolean): Failure {
  return { name, reason: reason ?? 'it was interrupted', undone };
}
