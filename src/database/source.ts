import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { requireFrom } from '../schema/adapter.ts';
import { UserError } from '../user-error.ts';
import type { Value } from './conversions.ts';

/** A SQLite file, open to be read alone: nothing is written to it, and what others write meanwhile is not seen. */
export interface Source {
  path: string;
  /** What changes when somebody writes to the file. */
  fingerprint: string;
  rows(sql: string): Value[][];
  /** The tables that are the connector's or the project's, with their columns. */
  tables: ReadonlyMap<string, string[]>;
  /** The rows of a table behind one of them, in the order of SQLite's own number of each. */
  batches(table: string, columns: readonly string[], after: bigint): Generator<Batch>;
  /** Whether somebody has written to it since it was opened. */
  wasWrittenTo(): boolean;
  close(): void;
}

/** As many rows as are copied at once. */
export interface Batch {
  rows: Value[][];
  /** SQLite's number of the last of them. */
  last: bigint;
}

/** What we use of libSQL's own interface, which its packages for Node share with better-sqlite3. */
interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): {
    raw(): {
      safeIntegers(on: boolean): void;
      all(): Value[][];
      iterate(...values: Value[]): Iterable<Value[]>;
    };
  };
  close(): void;
}

/**
 * Opens the SQLite file at `path`, with the driver that is installed in `folder`.
 *
 * @throws {UserError} when it cannot be read.
 */
export function openSource(folder: string, path: string): Source {
  const fingerprint = fingerprintOf(path);
  const sqlite = open(folder, path);
  const rows = (sql: string) => prepared(sqlite, sql).all();
  try {
    sqlite.exec('BEGIN');
    const tables = new Map(tableNames(rows).map((name) => [name, columnNames(rows, name)]));
    return {
      path,
      fingerprint,
      rows,
      tables,
      batches: (table, columns, after) => batches(sqlite, table, columns, after),
      wasWrittenTo: () => fingerprintOf(path) !== fingerprint,
      close: () => sqlite.close(),
    };
  } catch (error) {
    sqlite.close();
    throw unreadable(path, error as Error);
  }
}

function open(folder: string, path: string): Sqlite {
  const require = requireFrom(folder, '@prisma/adapter-libsql');
  const Database = createRequire(require.resolve('@libsql/client'))('libsql') as new (url: string) => Sqlite;
  try {
    return new Database(`${pathToFileURL(path).href}?mode=ro`);
  } catch (error) {
    throw unreadable(path, error as Error);
  }
}

function unreadable(path: string, error: Error): UserError {
  return new UserError(
    `${path} cannot be read as a SQLite database (${error.message}): name another file with --from.`,
    { cause: error },
  );
}

function prepared(sqlite: Sqlite, sql: string) {
  const statement = sqlite.prepare(sql).raw();
  statement.safeIntegers(true);
  return statement;
}

// Of SQLite itself, of libSQL, of migrations, and of a program that copies the file somewhere else all the time.
const NOT_OURS = /^(sqlite_|libsql_|_litestream_|_prisma_migrations$)/;

function tableNames(rows: Source['rows']): string[] {
  const names = rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").map(([name]) =>
    String(name),
  );
  return names.filter((name) => !NOT_OURS.test(name));
}

function columnNames(rows: Source['rows'], table: string): string[] {
  return rows(`PRAGMA table_info(${quoted(table)})`).map(([, name]) => String(name));
}

// A statement of PostgreSQL takes one parameter for each column, and should neither be long nor short.
const ROWS = 2000;
const CHARACTERS = 4_000_000;

function* batches(
  sqlite: Sqlite,
  table: string,
  columns: readonly string[],
  after: bigint,
): Generator<Batch> {
  const names = ['_rowid_', ...columns.map(quoted)].join(', ');
  const statement = prepared(
    sqlite,
    `SELECT ${names} FROM ${quoted(table)} WHERE _rowid_ > ? ORDER BY _rowid_`,
  );
  let batch: Batch = { rows: [], last: after };
  let size = 0;
  for (const [number, ...row] of statement.iterate(after)) {
    batch.rows.push(row);
    batch.last = number as bigint;
    size += sizeOf(row);
    if (batch.rows.length < ROWS && size < CHARACTERS) continue;
    yield batch;
    [batch, size] = [{ rows: [], last: batch.last }, 0];
  }
  if (batch.rows.length > 0) yield batch;
}

function sizeOf(row: readonly Value[]): number {
  return row.reduce<number>((sum, value) => sum + (isSized(value) ? value.length : 8), 0);
}

function isSized(value: Value): value is string | Uint8Array {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}

/** A name as SQL has it, in either database. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

// What is written goes into the file or, until it is moved there, into the one with "-wal" behind its name.
function fingerprintOf(path: string): string {
  return ['', '-wal'].map((end) => stampOf(`${path}${end}`)).join(' ');
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && found.size > 0 ? `${found.size}@${found.mtimeMs}` : 'none';
}
