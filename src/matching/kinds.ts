import type { Schema } from '../description/schema.ts';

/** What a field of the application holds, as a mapping sees it. */
export type Held = 'text' | 'number' | 'boolean' | 'day' | 'instant' | 'seconds' | 'object' | 'list' | 'any';

/** A day is text without a time, an instant text with one, seconds are those since 1970. */
export function heldBy({ kind, format }: Schema): Held {
  if (kind === 'text' && format === 'date') return 'day';
  if (kind === 'text' && format === 'date-time') return 'instant';
  if (kind === 'number' && format !== undefined && /^(unix|epoch|timestamp)/.test(format)) return 'seconds';
  return kind;
}
