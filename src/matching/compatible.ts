import type { Field, FieldType } from '../connec/resources.ts';
import type { Schema } from '../description/schema.ts';
import { type Held, heldBy } from './kinds.ts';

/** How well what two fields hold goes together, from 0 (it cannot be mapped) to 1 (it is the same). */
export function compatibility({ path, type }: Field, schema: Schema): number {
  const fit = FITS[`${type} ${heldBy(schema)}`] ?? 0;
  return fit * formatFit(path, type, schema) * numberFit(path, type, schema);
}

const FITS: Partial<Record<`${FieldType} ${Held}`, number>> = {
  'text text': 1,
  'text number': 0.9,
  'text boolean': 0.3,
  'text day': 0.5,
  'text instant': 0.5,
  'text any': 0.8,
  'number number': 1,
  'number text': 0.85,
  'number seconds': 0.3,
  'number any': 0.8,
  'boolean boolean': 1,
  'boolean text': 0.6,
  'boolean number': 0.6,
  'boolean any': 0.8,
  'date instant': 1,
  'date day': 1,
  'date seconds': 0.95,
  'date text': 0.8,
  'date any': 0.8,
  'id text': 1,
  'id number': 1,
  'id any': 0.8,
};

// What a format says a text is, and where the hub has such texts.
const FORMATS: readonly (readonly [format: RegExp, where: RegExp])[] = [
  [/^email$/, /email\//],
  [/^(uri|url|uri-reference|iri)$/, /url|website|logo/],
  [/^uuid$/, /_id$|code|number|reference/],
];

function formatFit(path: string, type: FieldType, { kind, format = '' }: Schema): number {
  if (kind !== 'text' || type !== 'text') return 1;
  const [, where] = FORMATS.find(([pattern]) => pattern.test(format)) ?? [];
  return where && !where.test(path) ? 0.4 : 1;
}

// Codes, phones and the like may be numbers; names are none.
function numberFit(path: string, type: FieldType, { kind }: Schema): number {
  if (kind !== 'number' || type !== 'text') return 1;
  return /code|number|phone|fax|employee_id|reference/.test(path) ? 1 : 0.5;
}
