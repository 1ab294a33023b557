import { type Database, Prisma } from './database.ts';
import type { Column, IdMapRow } from './id-map-columns.ts';
import { dialect } from './sql-dialect.ts';

/**
 * How `now` and the columns are given: once for all rows where they say the same, which takes a third off a
 * statement, else row by row, behind what `first` says of each.
 */
export function give(
  database: Database,
  rows: readonly IdMapRow[],
  said: readonly Column[],
  now: Date,
  first: (row: IdMapRow) => unknown[] = () => [],
): { given: Prisma.Sql[]; values: unknown[][] } {
  const { item, scalar } = dialect(database);
  const values = rows.map(first);
  const given = said.map(([key, , kind]) => {
    const own = plain(rows, key);
    if (own.every((value) => value === own[0])) return scalar(kind, own[0]);
    for (const [i, value] of own.entries()) values[i]?.push(value);
    return Prisma.raw(item((values[0]?.length ?? 0) - 1, kind));
  });
  return { given: [scalar('timestamp', textOf(now)), ...given], values };
}

/** One column as JSON has it. Most rows of a page have the same instant: it is written out once. */
function plain(rows: readonly IdMapRow[], key: Column[0]): unknown[] {
  let last: number | undefined;
  let text = '';
  return rows.map((row) => {
    const value = row[key];
    if (!(value instanceof Date)) return value;
    const instant = value.getTime();
    if (instant !== last) text = textOf(value);
    last = instant;
    return text;
  });
}

/** As Prisma writes an instant into SQLite: it is compared as text there. */
export const textOf = (date: Date) => date.toISOString().replace('Z', '+00:00');
