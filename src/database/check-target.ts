import { readHistory } from '../schema/history.ts';
import type { Migration } from '../schema/migrations.ts';
import { UserError } from '../user-error.ts';
import { PROGRESS, readProgress } from './progress.ts';
import { quoted } from './source.ts';
import type { Target } from './target.ts';

/** What is to be copied there. */
interface Plan {
  /** What it is to be migrated by. */
  migrations: Migration[];
  /** The file to be copied, if there is one. */
  path: string | undefined;
  /** The project is on SQLite itself: then the rows of a copy that is finished are not the connector's own yet. */
  isSqlite: boolean;
}

/**
 * Makes sure that rows can be copied to the database: it is new enough, and has no rows but those of a copy under way.
 *
 * @throws {UserError} naming what is in the way.
 */
export async function checkTarget(target: Target, { migrations, path, isSqlite }: Plan): Promise<void> {
  await refuseServer(target);
  const tables = (await target.rows<string[]>(TABLES)).map(([name]) => name as string);
  refuseStranger(tables);
  await refuseHistory(target, migrations);
  const progress = await readProgress(target);
  const isUnderWay = progress && (isSqlite || !progress.finished);
  if (!isUnderWay) await refuseRows(target, tables);
  if (isUnderWay && path === undefined)
    throw new UserError(
      `A copy of ${progress.path} to this database was cut off: name the file with --from, or another database. Nothing was changed.`,
    );
}

const TABLES = 'SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename';

// The project's tests end connections with a statement that came with this version.
const OLDEST = 13;

async function refuseServer(target: Target): Promise<void> {
  const [[number = '', encoding = ''] = []] = await target.rows<string[]>(
    "SELECT current_setting('server_version_num'), current_setting('server_encoding')",
  );
  const version = Math.floor(Number(number) / 10_000);
  if (version < OLDEST)
    throw new UserError(
      `The server is PostgreSQL ${version}, and a connector needs ${OLDEST} or newer. Nothing was changed.`,
    );
  if (encoding !== 'UTF8')
    throw new UserError(
      `The database keeps texts as ${encoding}: make one with ENCODING 'UTF8'. Nothing was changed.`,
    );
}

function refuseStranger(tables: readonly string[]): void {
  if (tables.length === 0 || tables.includes('_prisma_migrations')) return;
  throw new UserError(
    `The database has tables of something else (${tables[0]}): name an empty one, or one that is not there yet. Nothing was changed.`,
  );
}

async function refuseHistory(target: Target, migrations: Migration[]): Promise<void> {
  const query = (sql: string) => target.rows<unknown[]>(sql);
  const history = await readHistory({ provider: 'postgresql', query }, migrations);
  const other = history.filter(({ state }) => state !== 'pending' && state !== 'applied');
  if (other.length === 0) return;
  const names = other.map(({ name, state }) => `${name} is ${WORDS[state]}`).join(', ');
  throw new UserError(
    `The database was migrated in another way (${names}): name an empty one, or one that is not there yet. Nothing was changed.`,
  );
}

const WORDS: Record<string, string> = {
  failed: 'begun and not finished',
  edited: 'another one there',
  missing: 'not in prisma/migrations',
};

async function refuseRows(target: Target, tables: readonly string[]): Promise<void> {
  for (const table of tables.filter((name) => name !== '_prisma_migrations' && name !== PROGRESS)) {
    const rows = await target.rows(`SELECT 1 FROM ${quoted(table)} LIMIT 1`);
    if (rows.length === 0) continue;
    throw new UserError(
      `The database has rows in ${table} that no copy under way has brought: name an empty one, or one that is not there yet. Nothing was changed.`,
    );
  }
}
