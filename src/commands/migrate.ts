import { printJson } from '../actions/print-json.ts';
import { status as print } from '../actions/status.ts';
import { isInteractive } from '../generators/ask.ts';
import { findProject } from '../project.ts';
import { type Applied, applyMigrations } from '../schema/apply.ts';
import { readDatabaseUrl } from '../schema/database-url.ts';
import type { Loss } from '../schema/losses.ts';
import { MIGRATIONS, writeMigration } from '../schema/migrations.ts';
import { draftMigration } from '../schema/new-migration.ts';
import { providerOf } from '../schema/provider.ts';
import { resolveMigration } from '../schema/resolve.ts';
import { migrationStatus } from '../schema/status.ts';
import { UserError } from '../user-error.ts';
import { agree, confirmed } from './agree.ts';
import { explainFailure, warnAboutEdited } from './migrate-words.ts';
import { lacksClient, tellSwitches, updateSwitches } from './update-switches.ts';

/** The flags as they were given. */
export interface MigrateOptions {
  status?: boolean;
  name?: string;
  createOnly?: boolean;
  acceptDataLoss?: boolean;
  applied?: string;
  rolledBack?: string;
  json?: boolean;
  /** A folder inside the project; the current one by default. */
  folder?: string;
}

/**
 * `connector migrate`: brings the project's database up to its migrations, or its migrations up to its schema, and
 * then the organizations in it up to the project's entities.
 *
 * @throws {UserError} when a migration fails or would lose data, or the database cannot be used.
 */
export async function migrate(options: MigrateOptions = {}): Promise<void> {
  refuseNameless(options);
  const { folder } = await findProject(options.folder);
  if (options.status) return await showStatus(folder, options);
  if (options.applied) return await resolve(folder, options.applied, 'applied', options);
  if (options.rolledBack) return await resolve(folder, options.rolledBack, 'rolled back', options);

  const written = options.name === undefined ? undefined : await writeNew(folder, options.name, options);
  if (options.createOnly) return report(options, { written: written ?? null });
  const result = await applyMigrations(folder, await readDatabaseUrl(folder), (losing) =>
    agree(
      losing.filter(({ name }) => name !== written),
      options,
    ),
  );
  if (result.failed) report(options, { written: written ?? null, ...result });
  tell(result, options);
  if (written || lacksClient(folder)) await generate(folder, options);
  const switches = (await updateSwitches(folder)) ?? null;
  if (switches && !options.json) tellSwitches(switches);
  report(options, { written: written ?? null, ...result, switches });
}

function refuseNameless({ createOnly, name }: MigrateOptions): void {
  if (!createOnly || name !== undefined) return;
  throw new UserError(
    '--create-only goes with --name, which says what the migration is called, as in --name "add phone".',
  );
}

/**
 * Applies what is pending in the project in `folder`, and says it.
 *
 * @throws {UserError} when a migration fails, or the database cannot be used.
 */
export async function prepareDatabase(folder: string): Promise<void> {
  tell(await applyMigrations(folder, await readDatabaseUrl(folder), (losing) => agree(losing, {})), {});
}

function tell(result: Applied, { json }: MigrateOptions): void {
  if (!json) {
    for (const name of result.applied) print('migrate', name);
    for (const name of result.edited) print('skip', warnAboutEdited(name));
    if (result.applied.length === 0 && !result.failed) print('identical', 'database  nothing to do');
  }
  if (result.failed) throw new UserError(explainFailure(result.failed));
}

async function showStatus(folder: string, options: MigrateOptions): Promise<void> {
  const migrations = await migrationStatus(folder, await readDatabaseUrl(folder));
  report(options, { migrations });
  if (options.json) return;
  for (const { name, state, reason } of migrations) print(state, reason ? `${name}  ${reason}` : name);
  if (migrations.length === 0) print('identical', `${MIGRATIONS}  no migrations yet`);
}

async function resolve(
  folder: string,
  name: string,
  outcome: 'applied' | 'rolled back',
  options: MigrateOptions,
): Promise<void> {
  await resolveMigration(folder, await readDatabaseUrl(folder), name, outcome);
  report(options, { resolved: name, outcome });
  if (!options.json) print('update', `${name}  counts as ${outcome}`);
}

async function writeNew(folder: string, title: string, options: MigrateOptions): Promise<string | undefined> {
  const draft = await draftMigration(folder, title);
  if (!draft) {
    if (!options.json) print('identical', 'prisma/schema.prisma  no change since the last migration');
    return undefined;
  }
  await acceptLosses(draft.losses, options);
  const { migration } = draft;
  await writeMigration(folder, migration, providerOf(migration.schema));
  if (!options.json) print('create', `${MIGRATIONS}/${migration.name}/migration.sql`);
  return migration.name;
}

async function acceptLosses(losses: Loss[], { acceptDataLoss, json }: MigrateOptions): Promise<void> {
  if (!json) for (const { message } of losses) print('warn', message);
  const lost = losses.filter(({ kind }) => kind === 'data');
  if (lost.length === 0 || acceptDataLoss) return;
  if (!json && isInteractive() && (await confirmed('Write and apply this migration?'))) return;
  const sentences = lost.map(({ message }) => message).join(' ');
  throw new UserError(
    `Nothing was written, for data would be lost. ${sentences} If that is meant, add --accept-data-loss.`,
  );
}

async function generate(folder: string, { json }: MigrateOptions): Promise<void> {
  const { generateClient } = await import('../schema/client.ts');
  await generateClient(folder);
  if (!json) print('generate', 'Prisma client');
}

function report({ json }: MigrateOptions, result: object): void {
  if (json) printJson(result);
}
