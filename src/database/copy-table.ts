import { NOTE_REACHED } from './progress.ts';
import { cannotBeKept, nameOf, type Texts, toTexts } from './rows.ts';
import { quoted, type Source } from './source.ts';
import type { Table } from './tables.ts';
import type { Target } from './target.ts';

/**
 * Copies the rows of a table that come after SQLite's row number `after`. Each batch is written together with how far
 * the copy has come then.
 *
 * @param tell is told how many were read by now
 * @throws {UserError} when PostgreSQL cannot keep a row.
 */
export async function copyTable(
  { source, target }: { source: Source; target: Target },
  table: Table,
  after: bigint,
  tell: (rows: number) => void,
): Promise<void> {
  const sql = statementFor(table);
  const names = table.columns.map(({ name }) => name);
  let copied = 0;
  let writing = Promise.resolve();
  try {
    // While PostgreSQL writes one batch the next one is read.
    for (const { rows, last } of source.batches(table.name, names, after)) {
      const texts = rows.map((row) => toTexts(table, row));
      await writing;
      writing = write(target, table, sql, texts, last);
      copied += rows.length;
      tell(copied);
    }
  } finally {
    // Whatever goes wrong here, the statement that is under way comes to its end first.
    await writing;
  }
}

async function write(target: Target, table: Table, sql: string, rows: Texts[], last: bigint): Promise<void> {
  try {
    await target.rows(sql, [table.name, String(last), ...asColumns(table, rows)]);
  } catch (error) {
    if (!isAboutValues(error)) throw error;
    const bad = await firstRefused(target, table, sql, rows);
    throw bad ? cannotBeKept(`${nameOf(table, bad)} (${(error as Error).message})`) : error;
  }
}

/** Takes a list of texts for each column: so one statement writes any number of rows. */
function statementFor({ name, columns }: Table): string {
  const values = columns.map(({ type }, index) => `given.c${index}::${type}`);
  const lists = columns.map((_, index) => `$${index + 3}::text[]`);
  return `
    WITH copied AS (
      INSERT INTO ${quoted(name)} (${columns.map((column) => quoted(column.name)).join(', ')})
      SELECT ${values.join(', ')} FROM unnest(${lists.join(', ')}) AS given(${columns.map((_, index) => `c${index}`).join(', ')})
    ) ${NOTE_REACHED}`;
}

function asColumns({ columns }: Table, rows: readonly Texts[]): Texts[] {
  return columns.map((_, index) => rows.map((row) => row[index] ?? null));
}

// Data exceptions and integrity constraint violations.
function isAboutValues(error: unknown): boolean {
  return /^2[23]/.test((error as { code?: string }).code ?? '');
}

/** Tries the rows one by one, and keeps none of them. */
async function firstRefused(
  target: Target,
  table: Table,
  sql: string,
  rows: readonly Texts[],
): Promise<Texts | undefined> {
  for (const row of rows) {
    try {
      await target.rows('BEGIN');
      await target.rows(sql, [table.name, '0', ...asColumns(table, [row])]);
    } catch {
      return row;
    } finally {
      await target.rows('ROLLBACK');
    }
  }
  return undefined;
}
