import { isCircular, type Reference } from './order.ts';
import { quoted } from './source.ts';
import type { Target } from './target.ts';

/** A foreign key as it can be made again. */
export interface ForeignKey extends Reference {
  name: string;
  definition: string;
}

/** The foreign keys that are in force. */
export async function foreignKeys(target: Target): Promise<ForeignKey[]> {
  const rows = await target.rows<[string, string, string, string]>(`
    SELECT k.conname, one.relname, other.relname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_class one ON one.oid = k.conrelid JOIN pg_class other ON other.oid = k.confrelid
    WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY k.conname`);
  return rows.map(([name, table, refersTo, definition]) => ({ name, table, refersTo, definition }));
}

/** Takes those away that no order of the tables fits: SQLite has seen to it that all of them are kept. */
export async function takeAway(
  target: Target,
  keys: readonly ForeignKey[],
  order: readonly string[],
): Promise<ForeignKey[]> {
  const circular = keys.filter((key) => isCircular(key, order));
  for (const { table, name } of circular)
    await target.rows(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`);
  return circular;
}

/** Puts them back, which checks every row. */
export async function putBack(target: Target, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys)
    await target.rows(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
}
