import { fits, nameOfType } from './column-type.ts';
import { providerOf } from './provider.ts';
import { type Column, readTables, type Table, type Tables } from './tables.ts';

/** What a change of the schema does to the rows that are already there. */
export interface Loss {
  /** data: rows or values are gone afterwards; stop: the migration fails when the table has rows that do not fit. */
  kind: 'data' | 'stop';
  message: string;
}

/**
 * What is lost or at risk when a database made by the schema `from` becomes one made by the schema `to`
 * (both as text of a schema.prisma) with the script `sql`.
 */
export function lossesBetween(from: string, to: string, sql: string): Loss[] {
  const [before, after] = [readTables(from), readTables(to)];
  const inTables = [...before.tables].flatMap(([name, table]) =>
    tableLosses(name, table, after.tables.get(name)),
  );
  return [...droppedTables(sql).map(lostTable), ...inTables, ...valueLosses(before, after, providerOf(to))];
}

/** A loss of rows or values. */
export const lost = (message: string): Loss => ({ kind: 'data', message });
export const lostTable = (name: string): Loss => lost(`The table "${name}" goes, with all its rows.`);
export const lostColumn = (name: string, table: string): Loss =>
  lost(`The column "${name}" of "${table}" goes, with all its values.`);

// A table that SQLite cannot alter is dropped, and its copy takes its name.
function droppedTables(sql: string): string[] {
  const dropped = [...sql.matchAll(/^DROP TABLE "(.+)";$/gm)].map((match) => match[1] as string);
  return dropped.filter((name) => !sql.includes(`RENAME TO "${name}";`));
}

function tableLosses(name: string, before: Table, after: Table | undefined): Loss[] {
  if (!after) return [];
  const columns = new Set([...before.columns.keys(), ...after.columns.keys()]);
  return [
    ...[...columns].flatMap(
      (column) => columnLoss(column, name, before.columns.get(column), after.columns.get(column)) ?? [],
    ),
    ...keyLosses(name, before, after),
  ];
}

function columnLoss(
  column: string,
  table: string,
  before: Column | undefined,
  after: Column | undefined,
): Loss | undefined {
  if (!after) return lostColumn(column, table);
  const name = `"${column}" of "${table}"`;
  if (before && !fits(before, after)) {
    return lost(
      `The column ${name} changes from ${nameOfType(before)} to ${nameOfType(after)}: values that do not fit are lost.`,
    );
  }
  if (!after.required || before?.required || (after.filled && !before)) return undefined;
  return stop(
    before
      ? `The column ${name} becomes required: the migration fails while a row has no value in it.`
      : `The column ${name} is required and has no default: the migration fails while the table has rows.`,
  );
}

function keyLosses(table: string, before: Table, after: Table): Loss[] {
  const known = new Set(before.keys.map((key) => [...key].sort().join()));
  const fresh = after.keys.filter((key) => !known.has([...key].sort().join()));
  // A column that comes empty, or with a value of its own in each row, makes no two rows alike.
  const risky = fresh.filter((key) =>
    key.every((name) => before.columns.has(name) || after.columns.get(name)?.alike),
  );
  return risky.map((key) => {
    const names = key.map((name) => `"${name}"`).join(' and ');
    const become = key.length > 1 ? 'become unique together' : 'becomes unique';
    return stop(`${names} of "${table}" ${become}: the migration fails while two rows have the same.`);
  });
}

function valueLosses(before: Tables, after: Tables, provider: string): Loss[] {
  // SQLite stores what is there, whatever the schema says.
  const then =
    provider === 'sqlite'
      ? 'a row that has it cannot be read any more'
      : 'the migration fails while a row has it';
  return [...before.enums].flatMap(([name, values]) => {
    const left = after.enums.get(name);
    const gone = left ? values.filter((value) => !left.includes(value)) : [];
    return gone.map((value) => stop(`The value "${value}" of "${name}" goes: ${then}.`));
  });
}

function stop(message: string): Loss {
  return { kind: 'stop', message };
}
