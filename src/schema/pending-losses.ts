import { lossesInSql } from './destructive-sql.ts';
import type { MigrationState } from './history.ts';
import { type Loss, lossesBetween } from './losses.ts';
import type { Migration } from './migrations.ts';

/** A pending migration after which rows or values are gone. */
export interface Losing {
  name: string;
  losses: Loss[];
  /** It begins with a comment "Warnings:", as Prisma and we write it: whoever wrote it has accepted what goes. */
  announced: boolean;
}

/** The pending migrations that lose data. In a database that has none yet there is nothing to lose. */
export function losingMigrations(
  migrations: readonly Migration[],
  history: readonly MigrationState[],
): Losing[] {
  if (history.every(({ state }) => state === 'pending')) return [];
  const pending = new Set(history.filter(({ state }) => state === 'pending').map(({ name }) => name));
  return migrations.flatMap((migration, index) => {
    if (!pending.has(migration.name)) return [];
    const losses = dataLosses(migration, migrations[index - 1]);
    const announced = /^\s*\/\*\s*Warnings:/.test(migration.sql);
    return losses.length > 0 ? [{ name: migration.name, losses, announced }] : [];
  });
}

// The schemas say more than the script, where both were kept: SQLite copies a table to take a column out of it.
function dataLosses({ sql, schema }: Migration, before: Migration | undefined): Loss[] {
  const bySchema = schema && before?.schema ? lossesBetween(before.schema, schema, sql) : [];
  const inSql = lossesInSql(sql).filter(({ message }) => !(schema && /^The type /.test(message)));
  const all = [...bySchema.filter(({ kind }) => kind === 'data'), ...inSql];
  return [...new Map(all.map((loss) => [loss.message, loss])).values()].filter(
    ({ message }) => !isRename(message, sql),
  );
}

// A person who makes a renaming of what Prisma writes as a column gone and another come loses nothing.
function isRename(message: string, sql: string): boolean {
  const [, column] = /^The column "(.+?)" of ".+" goes/.exec(message) ?? [];
  return column !== undefined && new RegExp(`RENAME COLUMN "?${column}"? TO`, 'i').test(sql);
}
