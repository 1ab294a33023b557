import { UserError } from '../user-error.ts';
import { type Conversion, conversions } from './conversions.ts';
import type { Source } from './source.ts';
import type { Target } from './target.ts';

/** A table that is there on both sides. */
export interface Table {
  name: string;
  /** Those of the SQLite file. */
  columns: Column[];
  /** Names of the columns that tell a row from all others. */
  key: string[];
}

export interface Column {
  name: string;
  /** Its type in PostgreSQL, as SQL has it. */
  type: string;
  conversion: Conversion;
}

/**
 * The tables of `source` as they are in `target`.
 *
 * @throws {UserError} when one or a column of it is not there, or cannot be converted.
 */
export async function tablesOnBothSides(source: Source, target: Target): Promise<Table[]> {
  const [columns, keys] = [await columnsIn(target), await keysIn(target)];
  return [...source.tables].map(([name, names]) => ({
    name,
    columns: names.map((column) => columns.get(name)?.get(column) ?? missing(`${name}.${column}`)),
    key: keys.get(name) ?? fail(`The table "${name}" has no key in PostgreSQL: give its model an @id`),
  }));
}

async function columnsIn(target: Target): Promise<Map<string, Map<string, Column>>> {
  const found = new Map<string, Map<string, Column>>();
  for (const [table, column, type, kind, sql] of await target.rows<string[]>(COLUMNS)) {
    const conversion = conversions[kind === 'e' ? 'text' : (type as string)];
    if (!conversion) fail(`The column "${column}" of "${table}" is a ${type}, which cannot be copied`);
    const columns = found.get(table as string) ?? new Map<string, Column>();
    columns.set(column as string, { name: column as string, type: sql as string, conversion });
    found.set(table as string, columns);
  }
  return found;
}

const COLUMNS = `
  SELECT c.relname, a.attname, t.typname, t.typtype, format_type(a.atttypid, a.atttypmod)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    AND a.attnum > 0 AND NOT a.attisdropped AND c.relname !~ '^_(prisma_migrations|connector_copy)$'`;

async function keysIn(target: Target): Promise<Map<string, string[]>> {
  const rows = await target.rows<[string, string[]]>(KEYS);
  return new Map(rows.reverse());
}

// The primary key before any other.
const KEYS = `
  SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
  WHERE c.relnamespace = current_schema()::regnamespace AND i.indisunique
    AND i.indpred IS NULL AND i.indexprs IS NULL
  GROUP BY c.relname, i.indexrelid, i.indisprimary HAVING bool_and(a.attnotnull)
  ORDER BY i.indisprimary DESC, i.indexrelid`;

function missing(column: string): never {
  return fail(
    `The SQLite file has ${column}, and the migrations for PostgreSQL do not make it: add it to prisma/schema.prisma, or take it out of the file`,
  );
}

function fail(message: string): never {
  throw new UserError(`${message}, and run the command again.`);
}
