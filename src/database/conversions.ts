import { plainDecimal } from './decimal.ts';
import { instantOf } from './instant.ts';
import { sortedJson } from './sorted-json.ts';

/** A value as SQLite gives it; null is null on either side. */
export type Value = bigint | number | string | Uint8Array | null;

/** How the values of one type of PostgreSQL come from SQLite, and are read again to be compared. */
export interface Conversion {
  /** As PostgreSQL reads it; undefined when the value is none of this type. */
  write(value: Exclude<Value, null>): string | undefined;
  /** SQL that gives a column of it as text. */
  read(column: string): string;
  /** Makes one text of all that mean the same. */
  canonical?(text: string): string;
}

/**
 * Each type that Prisma makes of a schema which is good for SQLite as well, by its name in PostgreSQL's catalogue.
 * Enums are texts.
 */
export const conversions: Readonly<Record<string, Conversion>> = {
  text: { write: (value) => (typeof value === 'string' ? value : undefined), read: asText },
  int4: { write: (value) => wholeNumber(value, 31), read: asText },
  int8: { write: (value) => wholeNumber(value, 63), read: asText },
  bool: {
    write: (value) => (value === 0n || value === 1n ? String(value === 1n) : undefined),
    read: asText,
  },
  float8: {
    write: (value) => (isNumber(value) ? String(Number(value)) : undefined),
    read: asText,
    canonical: (text) => String(Number(text)),
  },
  numeric: {
    write: (value) => (isNumber(value) ? String(value) : undefined),
    read: asText,
    canonical: plainDecimal,
  },
  timestamp: {
    write: timestamp,
    read: (column) => `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.MS')`,
  },
  // SQLite makes a number of a JSON text that is one.
  jsonb: {
    write: (value) => (isNumber(value) ? String(value) : isJson(value) ? value : undefined),
    read: asText,
    canonical: sortedJson,
  },
  bytea: {
    write: (value) => (typeof value === 'object' ? `\\x${Buffer.from(value).toString('hex')}` : undefined),
    read: (column) => `'\\x' || encode(${column}, 'hex')`,
  },
};

function asText(column: string): string {
  return `${column}::text`;
}

function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

function wholeNumber(value: Value, bits: 31 | 63): string | undefined {
  if (typeof value !== 'bigint' || BigInt.asIntN(bits + 1, value) !== value) return undefined;
  return String(value);
}

// Prisma keeps milliseconds, on either database.
function timestamp(value: Value): string | undefined {
  if (typeof value === 'object') return undefined;
  const instant = instantOf(value);
  const year = instant.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return undefined;
  return instant.toISOString().replace('T', ' ').slice(0, -1);
}

function isJson(value: Value): value is string {
  if (typeof value !== 'string') return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
