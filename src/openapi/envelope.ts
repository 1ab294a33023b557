import pluralize from 'pluralize';
import type { Schema } from './document.ts';
import type { Recognised } from './recognised.ts';
import { bare, fieldsOf, itemsOf, type Leaf, typeOf } from './schema.ts';

/** Stands in an envelope's path for the collection's name: { contacts: […] }. */
export const COLLECTION = '{collection}';

/** Stands there for the name of one record: { contact: {…} }. */
export const RECORD = '{record}';

/** Where in an answer or a body the records lie. */
export interface Envelope {
  /** Names on the way; none when there is no envelope. */
  path: string[];
  /** For a list: in what each of its records is wrapped, { items: [{ data: {…} }] }. For one record: that it lies in a list. */
  each?: string;
}

/** Where in the answer of a list the records lie; undefined when it is no list of objects. */
export function listIn(answer: Schema | undefined, collection: string): Recognised<Envelope> | undefined {
  const found = findList(answer, collection, 2);
  if (!found) return undefined;
  const each = wrapperOf(itemsOf(found.schema), collection);
  const where = found.path.length > 0 ? `they lie in "${found.path.join('.')}"` : 'the answer is a bare list';
  return {
    value: { path: placed(found.path, collection), ...(each && { each }) },
    because: `${where}${each ? `, each of them in "${each}"` : ''}`,
  };
}

/** What the records of a list are. */
export function recordOf(answer: Schema | undefined, collection: string): Schema | undefined {
  const items = itemsOf(findList(answer, collection, 2)?.schema);
  const each = wrapperOf(items, collection);
  return each ? fieldsOf(items)[each] : items;
}

/** Where in an answer or a body one record lies. */
export function recordIn(schema: Schema | undefined, collection: string): Recognised<Envelope> | undefined {
  if (!schema || typeOf(schema) !== 'object') return undefined;
  const fields = fieldsOf(schema);
  if (Object.keys(fields).length === 0) return undefined;
  if (isRecord(fields, collection)) return { value: { path: [] }, because: 'nothing lies around it' };
  const wrapper = Object.keys(fields).find((name) => isWrapper(name, fields, collection));
  if (!wrapper) return { value: { path: [] }, because: 'nothing lies around it' };
  const isList = typeOf(fields[wrapper]) === 'array';
  return {
    value: { path: placed([wrapper], collection), ...(isList && { each: '0' }) },
    because: `it lies in "${wrapper}"${isList ? ', which is a list' : ''}`,
  };
}

/** The name of one record: "contact" of "contacts". */
export const singular = (collection: string): string => pluralize.singular(collection);

const LISTS = [
  'data',
  'items',
  'results',
  'records',
  'values',
  'value',
  'entries',
  'content',
  'list',
  'rows',
];
const WRAPPERS = ['data', 'item', 'record', 'result', 'entity', 'resource'];
const NO_RECORDS = /^(errors?|warnings?|links?|included|messages?|meta|paging|pagination)$/i;

function findList(schema: Schema | undefined, collection: string, levels: number): Leaf | undefined {
  if (typeOf(schema) === 'array')
    return isListOfObjects(schema) ? { path: [], schema: schema as Schema } : undefined;
  const fields = Object.entries(fieldsOf(schema)).filter(([name]) => !NO_RECORDS.test(name));
  const lists = fields.filter(([, field]) => typeOf(field) === 'array' && isListOfObjects(field));
  const names = [collection, ...LISTS].map(bare);
  const [name, field] =
    names.map((wanted) => lists.find(([other]) => bare(other) === wanted)).find((list) => list) ??
    (lists.length === 1 ? (lists[0] as [string, Schema]) : []);
  if (name !== undefined && field) return { path: [name], schema: field };
  if (levels <= 1 || lists.length > 0) return undefined;
  for (const [outer, inside] of fields.filter(([, inner]) => typeOf(inner) === 'object')) {
    const found = findList(inside, collection, levels - 1);
    if (found) return { ...found, path: [outer, ...found.path] };
  }
  return undefined;
}

function isListOfObjects(schema: Schema | undefined): boolean {
  const items = itemsOf(schema);
  return typeOf(items) === 'object' || Object.keys(fieldsOf(items)).length > 0;
}

// A record in a list may lie in an object of its own, beside what is said about it.
function wrapperOf(items: Schema | undefined, collection: string): string | undefined {
  const fields = fieldsOf(items);
  if (isRecord(fields, collection)) return undefined;
  return Object.keys(fields).find(
    (name) => isRecord(fieldsOf(fields[name]), collection) && isWrapper(name, fields, collection),
  );
}

function isRecord(fields: Record<string, Schema>, collection: string): boolean {
  return Object.keys(fields).some(
    (name) => isIdName(name) || bare(name) === bare(`${singular(collection)}id`),
  );
}

// A field of the record's name is one whatever lies beside it; a field such as "data" only where it is nearly all.
function isWrapper(name: string, fields: Record<string, Schema>, collection: string): boolean {
  const field = fields[name];
  const type = typeOf(field);
  if (type !== 'object' && !(type === 'array' && isListOfObjects(field))) return false;
  if ([singular(collection), collection].some((known) => bare(known) === bare(name))) return true;
  const others = Object.keys(fields).filter((other) => other !== name && !NO_RECORDS.test(other));
  const isSmall = others.length <= 2 && others.every((other) => typeOf(fields[other]) !== 'object');
  return isSmall && WRAPPERS.includes(bare(name));
}

const isIdName = (name: string): boolean => /^(_?id|uuid|guid|uid)$/i.test(name);

// Only the last name can be that of the collection: what lies around it is the same for all.
function placed(path: readonly string[], collection: string): string[] {
  return path.map((name, at) => {
    if (at < path.length - 1) return name;
    if (name === collection) return COLLECTION;
    return name.toLowerCase() === singular(collection).toLowerCase() ? RECORD : name;
  });
}
