import { createHash } from 'node:crypto';
import { UserError } from '../user-error.ts';
import type { Value } from './conversions.ts';
import type { Table } from './tables.ts';

/** A row as PostgreSQL reads it. */
export type Texts = (string | null)[];

/**
 * A row of the SQLite file as PostgreSQL reads it.
 *
 * @throws {UserError} when a value in it is none of the column's type.
 */
export function toTexts(table: Table, row: readonly Value[]): Texts {
  return table.columns.map(({ name, type, conversion }, index) => {
    const value = row[index] ?? null;
    const text = value === null ? null : conversion.write(value);
    if (text !== undefined) return text;
    const keptAs = typeof value === 'object' ? 'bytes' : typeof value === 'string' ? 'a text' : 'a number';
    throw cannotBeKept(`${nameOf(table, row)}: its ${name} is ${keptAs} that is no ${type}`);
  });
}

/** What to say of a row that is good for SQLite alone. */
export function cannotBeKept(row: string): UserError {
  return new UserError(
    `PostgreSQL cannot keep ${row}. Correct it in the SQLite file, and run the command again. The project is as it was.`,
  );
}

/** A row for people, by its key: no other value of it is shown, for it may be secret. */
export function nameOf({ name, columns, key }: Table, row: readonly unknown[]): string {
  const values = key.map((column) => `${column} ${row[columns.findIndex(({ name }) => name === column)]}`);
  return `the row of ${name} with ${values.join(', ')}`;
}

/** SHA-256 over the values of a row: the same on both sides when they are the same. */
export function hashOfRow({ columns }: Table, row: Texts): string {
  const values = row.map((text, index) => canonical(text, columns[index]));
  return createHash('sha256').update(JSON.stringify(values)).digest('base64');
}

function canonical(text: string | null, column: Table['columns'][number] | undefined): string | null {
  return text === null ? null : (column?.conversion.canonical?.(text) ?? text);
}
