import { readHistory } from '../schema/history.ts';
import type { Migration } from '../schema/migrations.ts';
import { readTables } from '../schema/tables.ts';
import { UserError } from '../user-error.ts';
import { instantOf } from './instant.ts';
import { quoted, type Source } from './source.ts';

/** What a SQLite file has to fit. */
interface Project {
  /** Text of its schema.prisma. */
  schema: string;
  migrations: Migration[];
  /** The project is on SQLite itself: then the file has to be as new as the project. */
  isSqlite: boolean;
}

/**
 * Makes sure that what is in the SQLite file can be copied, as far as it can be said beforehand.
 *
 * @throws {UserError} naming what is in the way.
 */
export async function checkSource(source: Source, project: Project): Promise<void> {
  refuseLeases(source);
  await refuseUnmigrated(source, project);
  refuseStrange(source, project.schema);
  refuseOrphans(source);
  refuseZeros(source);
}

// A run that goes on would write what the copy does not have.
function refuseLeases({ tables, rows }: Source): void {
  if (!tables.get('organizations')?.includes('lease_expires_at')) return;
  const held = rows(
    'SELECT name, lease_expires_at FROM organizations WHERE lease_owner IS NOT NULL ORDER BY lease_expires_at DESC',
  );
  const [[name, until] = []] = held.filter(([, expiry]) => instantOf(expiry) > new Date());
  if (until === undefined) return;
  throw new UserError(
    `${name} is being synchronized: stop every process of the connector, and run the command again. One that died holds its organization until ${instantOf(until).toISOString()}. Nothing was changed.`,
  );
}

async function refuseUnmigrated({ rows }: Source, { migrations, isSqlite }: Project): Promise<void> {
  const query = async (sql: string) => rows(sql);
  const history = await readHistory({ provider: 'sqlite', query }, migrations);
  const open = history.filter(({ state }) => state === 'failed' || (isSqlite && state === 'pending'));
  if (open.length === 0) return;
  const names = open.map(({ name }) => name).join(', ');
  throw new UserError(
    `The SQLite file is not migrated (${names}): run "connector migrate" first. Nothing was changed.`,
  );
}

// What the schema does not have, nothing makes in PostgreSQL.
function refuseStrange({ tables }: Source, schema: string): void {
  const known = readTables(schema).tables;
  for (const [table, columns] of tables) {
    if (isBetweenTwo(table, columns)) continue;
    const strange = known.has(table)
      ? columns.find((column) => !known.get(table)?.columns.has(column))
      : undefined;
    if (known.has(table) && strange === undefined) continue;
    const what = strange === undefined ? `the table "${table}"` : `the column "${strange}" of "${table}"`;
    throw new UserError(
      `The SQLite file has ${what}, which is not in prisma/schema.prisma: put it there with "connector migrate", or copy a file without it with --from. Nothing was changed.`,
    );
  }
}

// Where each of two models has a list of the other, Prisma makes a table that no model stands for.
function isBetweenTwo(table: string, columns: readonly string[]): boolean {
  return table.startsWith('_') && columns.join() === 'A,B';
}

function refuseOrphans({ rows }: Source): void {
  const [orphan] = rows('PRAGMA foreign_key_check');
  if (!orphan) return;
  const [table, number, parent] = orphan;
  throw new UserError(
    `Row ${number} of ${table} refers to a row of ${parent} that is not there, which PostgreSQL does not allow: correct it in the SQLite file. Nothing was changed.`,
  );
}

// Of a text that has the character in it, drivers of SQLite give what is before it: nobody would see the loss.
function refuseZeros({ tables, rows }: Source): void {
  for (const [table, columns] of tables) {
    const found = columns.map((column) => `(typeof(${quoted(column)}) = 'text' AND ${hasZero(column)})`);
    const [bad] = rows(`SELECT _rowid_ FROM ${quoted(table)} WHERE ${found.join(' OR ')} LIMIT 1`);
    if (!bad) continue;
    throw new UserError(
      `Row ${bad[0]} of ${table} has a text with the character 0 in it, which PostgreSQL cannot keep: take it out in the SQLite file. Nothing was changed.`,
    );
  }
}

const hasZero = (column: string) => `instr(CAST(${quoted(column)} AS BLOB), x'00')`;
