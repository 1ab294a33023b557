import { createDatabase } from '../../src/database.ts';
import { type Reader, tableNames } from './tables.ts';

/** How many rows there are, by table. */
export type Rows = ReadonlyMap<string, number>;

/** Of the database at `url`. */
export async function countRows(url: string): Promise<Rows> {
  const database = createDatabase(url);
  try {
    return await countRowsIn(database);
  } finally {
    await database.$disconnect();
  }
}

/** One table after the other: the snapshot is the caller's. */
export async function countRowsIn(reader: Reader): Promise<Rows> {
  const rows = new Map<string, number>();
  for (const name of await tableNames(reader)) {
    const [found] = await reader.$queryRawUnsafe<{ count: bigint }[]>(
      `SELECT count(*) AS count FROM ${name}`,
    );
    rows.set(name, Number(found?.count));
  }
  return rows;
}

/** @throws {Error} that names the tables with more or fewer rows than there were. */
export function refuseOtherRows(before: Rows, after: Rows): void {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const other = names.filter((name) => before.get(name) !== after.get(name));
  if (other.length === 0) return;
  const numbers = other.map(
    (name) => `${name} ${after.get(name) ?? 'none'} for ${before.get(name) ?? 'none'}`,
  );
  throw new Error(`there are not as many rows as there were: ${numbers.join(', ')}`);
}

export function total(rows: Rows): string {
  const sum = [...rows.values()].reduce((one, other) => one + other, 0);
  return `${sum} rows in ${rows.size} tables`;
}
