import { applyChanges } from '../actions/apply.ts';
import { firstLine } from '../commands/migrate-words.ts';
import type { Project } from '../project.ts';
import { applyThese } from '../schema/apply.ts';
import { type Migration, readMigrations } from '../schema/migrations.ts';
import { readSchema } from '../schema/provider.ts';
import { requireCleanTree } from '../upgrade/clean-tree.ts';
import { UserError } from '../user-error.ts';
import { sourcePath, targetUrl } from './addresses.ts';
import { checkSource } from './check-source.ts';
import { checkTarget } from './check-target.ts';
import type { Compared } from './compare-table.ts';
import { copyRows } from './copy.ts';
import { type Drivers, findDrivers } from './drivers.ts';
import { planSwitch, type Switch } from './plan.ts';
import { dropFinished, dropProgress } from './progress.ts';
import { openSource, quoted, type Source } from './source.ts';
import type { Talk } from './talk.ts';
import { openTarget, type Target } from './target.ts';

/** A way to PostgreSQL that nothing is in the way of any more. Nothing is changed yet. */
export interface Move {
  folder: string;
  url: string;
  /** The file to be copied; undefined when the project has none yet. */
  source: Source | undefined;
  /** What becomes of the project's files; undefined in a project that is on PostgreSQL already. */
  files: Switch | undefined;
  migrations: Migration[];
  /** How many rows each table of the file has. */
  tables: { name: string; rows: number }[];
  drivers: Drivers;
  close(): Promise<void>;
}

/** What a person has said. */
export interface Wishes {
  url?: string | undefined;
  from?: string | undefined;
  /** Nothing will be done: then something may be not committed. */
  dryRun?: boolean | undefined;
}

/**
 * Looks at the project and at both databases. Close the result in the end.
 *
 * @throws {UserError} naming what is in the way.
 */
export async function prepareMove(
  project: Project,
  isSqlite: boolean,
  wishes: Wishes,
  talk: Talk,
): Promise<Move> {
  const { folder } = project;
  const url = await targetUrl(folder, wishes.url, isSqlite);
  const path = await sourcePath(folder, wishes.from);
  const files = isSqlite ? await planSwitch(project, url) : undefined;
  if (files && !wishes.dryRun) await requireCleanTree(folder, 'change of the database');
  const migrations = files?.migrations ?? (await readMigrations(folder));
  const drivers = await findDrivers(folder, ['sqlite', 'postgresql'], talk);
  let source: Source | undefined;
  const close = async () => {
    source?.close();
    await drivers.remove();
  };
  try {
    source = path === undefined ? undefined : openSource(drivers.sqlite, path);
    if (source) await checkSource(source, { schema: await readSchema(folder), migrations, isSqlite });
    await withTarget(drivers, url, (target) => checkTarget(target, { migrations, path, isSqlite }));
    return { folder, url, source, files, migrations, tables: count(source), drivers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Does `work` on the database at `url`; undefined when it is not there yet. */
export async function withTarget<T>(
  drivers: Pick<Drivers, 'postgresql'>,
  url: string,
  work: (target: Target) => Promise<T>,
): Promise<T | undefined> {
  const target = await openTarget(drivers.postgresql, url);
  try {
    return target && (await work(target));
  } finally {
    await target?.close();
  }
}

function count(source: Source | undefined): Move['tables'] {
  if (!source) return [];
  return [...source.tables.keys()].map((name) => {
    const [[rows] = []] = source.rows(`SELECT count(*) FROM ${quoted(name)}`);
    return { name, rows: Number(rows) };
  });
}

/**
 * Migrates the database, copies all rows and compares them; then writes the project's files, all or none. Cut off at
 * any moment it can be begun again, and goes on where it was.
 *
 * @returns the tables, as they were copied.
 * @throws {UserError} when something fails; the files of the project are as they were then.
 */
export async function carryOut(move: Move, talk: Talk): Promise<Compared[]> {
  const { folder, url, source, files, drivers } = move;
  await migrate(move, talk);
  const tables = await withTarget(drivers, url, async (target) => {
    // The connector has written there since: a copy that was cut off at its very end is none to begin anew.
    if (!files) await dropFinished(target);
    const compared = source ? await copyRows({ source, target }, talk) : [];
    if (files) {
      await requireCleanTree(folder, 'change of the database');
      await applyChanges(folder, files.changes);
    }
    await dropProgress(target);
    return compared;
  });
  return tables ?? [];
}

async function migrate({ url, drivers, migrations }: Move, talk: Talk): Promise<void> {
  const provider = 'postgresql';
  const { applied, failed } = await applyThese(drivers.postgresql, url, { provider, migrations });
  for (const name of applied) talk.line('migrate', name);
  if (!failed) return;
  throw new UserError(
    `${failed.name} does not go through on PostgreSQL (${firstLine(failed.reason)}). The project is as it was.`,
  );
}
