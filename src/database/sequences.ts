import { quoted, type Source } from './source.ts';
import type { Target } from './target.ts';

/** Lets new rows get numbers behind those that rows have, or had before they were deleted. */
export async function setSequences(source: Source, target: Target): Promise<void> {
  const used = usedNumbers(source);
  for (const [table, column, sequence] of await target.rows<string[]>(SEQUENCES)) {
    const [[highest = '0'] = []] = await target.rows<string[]>(
      `SELECT coalesce(max(${quoted(column as string)}), 0)::text FROM ${quoted(table as string)}`,
    );
    const last = [BigInt(highest), used.get(table as string) ?? 0n].reduce((one, other) =>
      one > other ? one : other,
    );
    if (last > 0n) await target.rows('SELECT setval($1::regclass, $2)', [sequence, String(last)]);
  }
}

const SEQUENCES = `
  SELECT c.relname, a.attname, pg_get_serial_sequence(c.oid::regclass::text, a.attname)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND pg_get_serial_sequence(c.oid::regclass::text, a.attname) IS NOT NULL`;

// SQLite has a table of them as soon as one is used.
function usedNumbers({ rows }: Source): Map<string, bigint> {
  if (rows("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").length === 0) return new Map();
  return new Map(
    rows('SELECT name, seq FROM sqlite_sequence').map(([name, seq]) => [String(name), BigInt(seq as bigint)]),
  );
}
