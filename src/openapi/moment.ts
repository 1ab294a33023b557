import type { Schema } from './document.ts';
import { typeOf } from './schema.ts';

/** How an API writes a moment: ISO 8601 text, the day alone, or a number of what has passed since 1970. */
export type MomentForm = 'instant' | 'day' | 'seconds' | 'milliseconds';

/** undefined where nothing tells how it is written: a number of what? */
export function momentForm(
  schema: Schema | undefined,
  description = schema?.description,
): MomentForm | undefined {
  const type = typeOf(schema);
  if (type === 'integer' || type === 'number') return countForm(schema, description);
  if (type !== undefined && type !== 'string') return undefined;
  return schema?.format === 'date' ? 'day' : 'instant';
}

function countForm(schema: Schema | undefined, description = ''): MomentForm | undefined {
  const text = `${schema?.format ?? ''} ${description}`;
  if (/milli|\bms\b/i.test(text)) return 'milliseconds';
  if (/second|unix|epoch/i.test(text)) return 'seconds';
  const example = Number(schema?.example);
  if (example > 1e11) return 'milliseconds';
  return example > 1e8 ? 'seconds' : undefined;
}
