import type { Document, Method, Schema } from './document.ts';
import { listIn, recordIn, recordOf, singular } from './envelope.ts';
import { keyed } from './given.ts';
import { type Operation, operationAt } from './operation.ts';
import { isParameter, partsOf } from './path.ts';
import { bare, fieldsOf } from './schema.ts';

/** Records of one kind in an API, with the calls that list, read, create and update them. */
export interface Collection {
  /** "contacts": the last name in its path. */
  name: string;
  /** What a record is called, spelt as in the API where it is spelt at all: "contact". */
  recordName: string;
  /** The names before its own: ["v2", "{tenant}"]. */
  parents: string[];
  /** What ends all its paths: ".json", "/", or nothing. */
  suffix: string;
  list: Operation;
  get?: Operation;
  create?: Operation;
  update?: Operation;
  /** One record, as lists have it. */
  record: Schema | undefined;
}

/** How a record is updated, the best first: what PATCH is not given stays as it is. */
const UPDATES: readonly Method[] = ['patch', 'put', 'post'];

/**
 * The collections of an API: paths whose GET answers a list of objects, and below which one of them can be read or
 * written. What can only be listed is a table to look things up in.
 */
export function collectionsIn(document: Document): Collection[] {
  return keyed(document.paths).flatMap(([path]) => collectionAt(document, path) ?? []);
}

function collectionAt(document: Document, path: string): Collection | undefined {
  const { names, suffix } = partsOf(path);
  const name = names.at(-1);
  const list = operationAt(document, path, 'get');
  if (name === undefined || isParameter(name) || !list || !listIn(list.answer, name)) return undefined;
  const item = itemPath(document, path.slice(0, path.length - suffix.length), suffix);
  const get = item === undefined ? undefined : operationAt(document, item, 'get');
  const create = operationAt(document, path, 'post');
  const update = item === undefined ? undefined : updateAt(document, item);
  if (!get && !create && !update) return undefined;
  const record = recordOf(list.answer, name);
  return {
    name,
    recordName: spelt(name, record, [get?.answer, create?.body?.schema, create?.answer]),
    parents: names.slice(0, -1),
    suffix,
    list,
    ...(get && { get }),
    ...(create && { create }),
    ...(update && { update }),
    record,
  };
}

function itemPath({ paths }: Document, path: string, suffix: string): string | undefined {
  return keyed(paths)
    .map(([other]) => other)
    .find((other) => {
      if (!other.startsWith(`${path}/{`) || !other.endsWith(suffix)) return false;
      return /^\{[^/{}]+\}$/.test(other.slice(path.length + 1, other.length - suffix.length));
    });
}

function updateAt(document: Document, path: string): Operation | undefined {
  return UPDATES.map((method) => operationAt(document, path, method)).find((operation) => operation);
}

// As envelopes spell it, { Contact: {…} }, or the name of its id, ContactID.
function spelt(
  collection: string,
  record: Schema | undefined,
  others: readonly (Schema | undefined)[],
): string {
  const name = singular(collection);
  const envelopes = others.filter((schema) => recordIn(schema, collection)?.value.path.length);
  const names = envelopes.flatMap((schema) => Object.keys(fieldsOf(schema)));
  const id = Object.keys(fieldsOf(record)).find((field) => bare(field) === bare(`${name}id`));
  const candidates = [...names, ...(id === undefined ? [] : [id.slice(0, name.length)])];
  return candidates.find((other) => other.toLowerCase() === name.toLowerCase()) ?? name;
}
