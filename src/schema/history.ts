import { createHash } from 'node:crypto';
import type { Connection } from './connection.ts';
import type { Migration } from './migrations.ts';

/**
 * A migration as the database knows it.
 * applied; edited: applied, but its file was changed since; pending: not applied yet;
 * failed: begun and not finished; missing: applied, but no longer in the project.
 */
export interface MigrationState {
  name: string;
  state: 'applied' | 'edited' | 'pending' | 'failed' | 'missing';
  /** What the database said when it failed. */
  reason?: string;
}

/** The state of each of `migrations` in the database, by Prisma's own table; oldest first. */
export async function readHistory(
  connection: Pick<Connection, 'provider' | 'query'>,
  migrations: Migration[],
): Promise<MigrationState[]> {
  const records = await readRecords(connection);
  const known = new Set(migrations.map(({ name }) => name));
  const missing = [...records.values()].filter(({ name, state }) => !known.has(name) && state === 'applied');
  return [
    ...missing.map(({ name }) => ({ name, state: 'missing' as const })),
    ...migrations.map((migration) => stateOf(migration, records.get(migration.name))),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Makes Prisma's table of migrations, when it is not there. On PostgreSQL the engine does it itself. */
export async function ensureHistory({ provider, query }: Connection): Promise<void> {
  if (provider === 'sqlite') await query(SQLITE_TABLE);
}

const SQLITE_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

interface Record {
  name: string;
  checksum: string;
  state: 'applied' | 'failed';
  logs: string | null;
}

const TABLE_EXISTS = {
  sqlite: "SELECT name FROM sqlite_master WHERE name = '_prisma_migrations'",
  postgresql: "SELECT 'yes' WHERE to_regclass('_prisma_migrations') IS NOT NULL",
};

const RECORDS = `
  SELECT migration_name, checksum, CASE WHEN finished_at IS NULL THEN 'failed' ELSE 'applied' END, logs
  FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`;

async function readRecords({
  provider,
  query,
}: Pick<Connection, 'provider' | 'query'>): Promise<Map<string, Record>> {
  const exists = await query(TABLE_EXISTS[provider]);
  const rows = exists.length > 0 ? await query(RECORDS) : [];
  const records = rows.map(([name, checksum, state, logs]) => ({ name, checksum, state, logs }) as Record);
  return new Map(records.map((record) => [record.name, record]));
}

function stateOf({ name, sql }: Migration, record: Record | undefined): MigrationState {
  if (!record) return { name, state: 'pending' };
  if (record.state === 'failed')
    return { name, state: 'failed', ...(record.logs && { reason: record.logs }) };
  return { name, state: checksums(sql).includes(record.checksum) ? 'applied' : 'edited' };
}

// As Prisma counts: a file that git checked out with other line ends is the same file.
function checksums(sql: string): string[] {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].map((text) =>
    createHash('sha256').update(text).digest('hex'),
  );
}
