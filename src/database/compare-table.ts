import { createHash, type Hash } from 'node:crypto';
import { UserError } from '../user-error.ts';
import { hashOfRow, nameOf, type Texts, toTexts } from './rows.ts';
import { type Batch, quoted, type Source } from './source.ts';
import type { Table } from './tables.ts';
import type { Target } from './target.ts';

/** What a table came to, on both sides. */
export interface Compared {
  name: string;
  rows: number;
  /** SHA-256 over the hashes of all rows, in the order of the SQLite file. */
  sha256: string;
}

/**
 * Reads every row of a table on both sides again, and holds them against each other: by their hashes, and by their
 * number.
 *
 * @param tell is told how many were compared by now
 * @throws {UserError} when something is different.
 */
export async function compareTable(
  { source, target }: { source: Source; target: Target },
  table: Table,
  tell: (rows: number) => void,
): Promise<Compared> {
  const sql = statementFor(table);
  const names = table.columns.map(({ name }) => name);
  const digest = createHash('sha256');
  let rows = 0;
  for (const batch of source.batches(table.name, names, -(2n ** 63n))) {
    await compareBatch(target, table, sql, batch, digest);
    rows += batch.rows.length;
    tell(rows);
  }
  await compareNumber(target, table, rows);
  return { name: table.name, rows, sha256: digest.digest('hex') };
}

async function compareBatch(
  target: Target,
  table: Table,
  sql: string,
  { rows }: Batch,
  digest: Hash,
): Promise<void> {
  const written = rows.map((row) => toTexts(table, row));
  const found = await target.rows<Texts>(sql, keysOf(table, written));
  written.forEach((row, index) => {
    const hash = hashOfRow(table, row);
    if (hash !== hashOfRow(table, found[index] ?? [])) throw different(nameOf(table, row));
    digest.update(hash);
  });
}

/** Asks for rows by their keys, and gives them in that order. */
function statementFor({ name, columns, key }: Table): string {
  const reads = columns.map((column) => column.conversion.read(`found.${quoted(column.name)}`));
  const lists = key.map((_, index) => `$${index + 1}::text[]`);
  const same = key.map(
    (column, index) => `found.${quoted(column)} = wanted.k${index}::${typeOf(columns, column)}`,
  );
  return `
    SELECT ${reads.join(', ')}
    FROM unnest(${lists.join(', ')}) WITH ORDINALITY AS wanted(${key.map((_, index) => `k${index}`).join(', ')}, place)
    LEFT JOIN ${quoted(name)} AS found ON ${same.join(' AND ')}
    ORDER BY wanted.place`;
}

function typeOf(columns: Table['columns'], key: string): string {
  return columns.find(({ name }) => name === key)?.type ?? 'text';
}

function keysOf({ columns, key }: Table, rows: readonly Texts[]): Texts[] {
  return key.map((column) => {
    const index = columns.findIndex(({ name }) => name === column);
    return rows.map((row) => row[index] ?? null);
  });
}

async function compareNumber(target: Target, { name }: Table, rows: number): Promise<void> {
  const [[count = ''] = []] = await target.rows<string[]>(`SELECT count(*)::text FROM ${quoted(name)}`);
  if (Number(count) !== rows) throw different(`${name}, which has ${rows} rows here and ${count} there`);
}

function different(what: string): UserError {
  return new UserError(
    `The SQLite file and PostgreSQL have not the same in ${what}: something else has written to the database. Take an empty one, and run the command again. The project is as it was.`,
  );
}
