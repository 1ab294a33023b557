import pluralize from 'pluralize';
import { entityName } from '../generators/entity-name.ts';
import { UserError } from '../user-error.ts';
import { type Described, sourceName } from './described.ts';
import { isObject, type JsonObject, kindOf } from './json.ts';
import { resolvePointer } from './pointer.ts';
import { labelOf, readDescription } from './read.ts';
import { anything, type Member, type Schema } from './schema.ts';

/**
 * Reads what records are from some of them: a record, a list of records, or an envelope around either, as in
 * `{"contacts": […]}` and `{"data": {…}}`.
 *
 * @param names what the records may be called in the envelope.
 * @throws {UserError} when there is no such file, or no record in it.
 */
export async function readSample(path: string, names: readonly string[]): Promise<Described> {
  const description = await readDescription(path);
  const { value } = resolvePointer(description, '');
  const records = recordsIn(value, new Set(names.map(singular)));
  const label = labelOf(description.file);
  if (records.length === 0)
    throw new UserError(`${label} holds no record: ${kindOf(value)} stands where an object is expected.`);
  const schema = schemaOf(records);
  if (schema.members.length === 0) throw new UserError(`The record in ${label} has no fields.`);
  return { source: sourceName({ file: description.file, pointer: '' }), schema, isSample: true };
}

const MOST_RECORDS = 1000;
// An object with more is a table of things by their ids.
const MOST_FIELDS = 200;
const DEEPEST = 6;
// What APIs put their answers in.
const ENVELOPES = new Set(
  'data attributes results result items records rows entries values objects response content payload list'.split(
    ' ',
  ),
);

function recordsIn(value: unknown, names: ReadonlySet<string>, depth = 0): JsonObject[] {
  if (Array.isArray(value))
    return value.slice(0, MOST_RECORDS).flatMap((item) => recordsIn(item, names, depth + 1));
  if (!isObject(value)) return [];
  const inner = depth > 3 ? undefined : contentOf(value, names);
  return inner === undefined ? [value] : recordsIn(inner, names, depth + 1);
}

// A record may hold "items" too: what has an id, or a name, is no envelope by such a name.
function contentOf(value: JsonObject, names: ReadonlySet<string>): unknown {
  const entries = Object.entries(value).filter(([, item]) => isObject(item) || Array.isArray(item));
  const named = entries.find(([key]) => names.has(singular(key)));
  if (named && !isRecord(value)) return named[1];
  const usual = entries.find(([key, item]) => ENVELOPES.has(key.toLowerCase()) && holdsObjects(item));
  if (usual && (!isRecord(value) || usual[0].toLowerCase() === 'attributes')) return usual[1];
  return Object.keys(value).length === 1 ? entries[0]?.[1] : undefined;
}

const singular = (name: string) => pluralize.singular(entityName(name).kebab);

const holdsObjects = (value: unknown) => isObject(value) || (Array.isArray(value) && value.some(isObject));

const isRecord = (value: JsonObject) =>
  Object.keys(value).some((key) => /^_?(id|uuid|guid|name)$/i.test(key));

/** What all of these values are. */
function schemaOf(values: readonly unknown[], depth = 0): Schema {
  const present = values.filter((value) => value !== null && value !== undefined);
  const kinds = new Set(present.map(kindFor));
  const [kind, ...others] = kinds;
  const isNullable = present.length < values.length;
  if (kind === undefined || others.length > 0 || depth > DEEPEST) return { ...anything, isNullable };
  return {
    ...anything,
    kind,
    isNullable,
    format: formatOf(present),
    members: kind === 'object' ? membersOf(present as JsonObject[], depth) : [],
    items: kind === 'list' ? schemaOf(present.flat().slice(0, MOST_RECORDS), depth + 1) : undefined,
  };
}

function membersOf(records: readonly JsonObject[], depth: number): Member[] {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  if (depth > 0 && names.size > MOST_FIELDS) return [];
  return [...names].map((name) => {
    const values = records.filter((record) => Object.hasOwn(record, name)).map((record) => record[name]);
    return { name, isRequired: false, schema: schemaOf(values, depth + 1) };
  });
}

function kindFor(value: unknown): Schema['kind'] {
  if (Array.isArray(value)) return 'list';
  if (isObject(value)) return 'object';
  return typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean');
}

const FORMATS: readonly (readonly [string, RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['uuid', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i],
  ['email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ['uri', /^https?:\/\/\S+$/],
];

// An empty text has any format.
function formatOf(values: readonly unknown[]): string | undefined {
  const texts = values.filter((value) => value !== '');
  const fits = (pattern: RegExp) => texts.every((text) => typeof text === 'string' && pattern.test(text));
  return texts.length === 0 ? undefined : FORMATS.find(([, pattern]) => fits(pattern))?.[0];
}
