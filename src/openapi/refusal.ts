import type { Schema } from './document.ts';
import type { Operation } from './operation.ts';
import type { Recognised } from './recognised.ts';
import { bare, fieldsOf, itemsOf, typeOf } from './schema.ts';

/** Where a refusal says why, in words for people. */
export interface ReasonPlace {
  /** Names on the way to it, or to the list of them. */
  path: string[];
  /** It is a list: of texts where this is empty, else of objects which hold it there. */
  each?: string[];
}

const WORDS = [
  'message',
  'detail',
  'description',
  'errordescription',
  'errormessage',
  'msg',
  'reason',
  'title',
  'error',
];
const PARTS = /^(error|errors|errordetails|fault|details|data|meta|status)$/;

/** Where the refusals of an API say why: the place that most of them have, then others. Three at most. */
export function reasonsOf(operations: readonly Operation[]): Recognised<ReasonPlace[]> | undefined {
  const counts = new Map<string, number>();
  for (const schema of operations.flatMap(({ refusals }) => refusals)) {
    for (const place of placesIn(schema).slice(0, 2)) {
      const key = JSON.stringify(place);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const places = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([key]) => JSON.parse(key) as ReasonPlace);
  if (places.length === 0) return undefined;
  return { value: places, because: `refusals hold ${places.map(inWords).join(' or ')}` };
}

/** "error.message", "errors[].detail". */
export const inWords = ({ path, each }: ReasonPlace): string =>
  `"${path.join('.')}${each ? `[]${each.map((name) => `.${name}`).join('')}` : ''}"`;

// The most telling first: what lies in a list of errors says which field is wrong.
function placesIn(schema: Schema, path: string[] = []): ReasonPlace[] {
  if (path.length > 2) return [];
  const fields = Object.entries(fieldsOf(schema));
  const inside = fields
    .filter(([name]) => PARTS.test(bare(name)))
    .flatMap(([name, field]) => placesInPart([...path, name], field));
  const own = WORDS.flatMap(
    (word) => fields.find(([name, field]) => bare(name) === word && isText(field))?.[0] ?? [],
  );
  return [...inside, ...own.map((name) => ({ path: [...path, name] }))];
}

function placesInPart(path: string[], field: Schema): ReasonPlace[] {
  if (typeOf(field) === 'object') return placesIn(field, path);
  if (typeOf(field) !== 'array') return [];
  const items = itemsOf(field);
  if (isText(items)) return [{ path, each: [] }];
  const [first] = placesIn(items ?? {}).filter(({ each }) => !each);
  return first ? [{ path, each: first.path }] : [];
}

const isText = (schema: Schema | undefined): boolean => typeOf(schema) === 'string';
