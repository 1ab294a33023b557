import type { JsonObject } from '../record.ts';
import { connecIdOf, entryKey, type IdEntry, idsOf } from './ids.ts';
import { RESOURCES } from './resources.ts';

/** A record as the hub keeps it: names as lists, references as lists, instants to the millisecond. */
export type StoredRecord = JsonObject & {
  id: IdEntry[];
  code: string;
  created_at: string;
  updated_at: string;
};

/** The records of one kind of one company, oldest first. */
export interface Collection {
  resource: string;
  records: Map<string, StoredRecord>;
  /** From every name a record goes by to its own id. */
  names: Map<string, string>;
  /** By the fields that records have been matched by. */
  indexes: Map<string, Index>;
  /** What was asked for last and is still true: the pages of one query follow each other. */
  selection?: { query: string; records: StoredRecord[] } | undefined;
  /** The number of the last code that was given. */
  lastCode: number;
}

type KeyOf = (record: JsonObject) => string | undefined;

/** The ids of records by what `keyOf` says of them. */
interface Index {
  keyOf: KeyOf;
  ids: Map<string, Set<string>>;
}

/** All records of the hub, by company channel (`org-…`) and resource. */
export type Store = Map<string, Map<string, Collection>>;

/** The collection, made when it is asked for first. */
export function collectionOf(store: Store, channel: string, resource: string): Collection {
  const resources = store.get(channel) ?? new Map<string, Collection>();
  store.set(channel, resources);
  const collection = resources.get(resource) ?? newCollection(resource);
  resources.set(resource, collection);
  return collection;
}

/** Adds the record or replaces it, and learns its names. */
export function put(collection: Collection, record: StoredRecord): void {
  const id = connecIdOf(record.id);
  if (!id) throw new Error(`a ${collection.resource} record without an id of its own`);
  const before = collection.records.get(id);
  for (const index of collection.indexes.values()) move(index, id, before, record);
  collection.records.set(id, record);
  collection.selection = undefined;
  for (const entry of idsOf(record)) {
    const key = entryKey(entry);
    if (!collection.names.has(key)) collection.names.set(key, id);
  }
}

/** The record that goes by one of these names. */
export function findByNames(collection: Collection, entries: IdEntry[]): StoredRecord | undefined {
  for (const entry of entries) {
    const id = collection.names.get(entryKey(entry));
    if (id) return collection.records.get(id);
  }
  return undefined;
}

/**
 * The records of which `keyOf` says `key`. `name` stands for `keyOf`: the collection remembers its answers under it,
 * as thousands of records are matched one after the other.
 */
export function findByKey(collection: Collection, name: string, keyOf: KeyOf, key: string): StoredRecord[] {
  const index = collection.indexes.get(name) ?? newIndex(collection, keyOf);
  collection.indexes.set(name, index);
  return [...(index.ids.get(key) ?? [])].flatMap((id) => collection.records.get(id) ?? []);
}

/** `PE12` after `PE11`. */
export function nextCode(collection: Collection): string {
  collection.lastCode += 1;
  return `${RESOURCES[collection.resource]?.prefix ?? ''}${collection.lastCode}`;
}

/** The store as JSON can hold it. */
export function dumpStore(store: Store): JsonObject {
  return Object.fromEntries(
    [...store].map(([channel, collections]) => [
      channel,
      Object.fromEntries([...collections].map(([name, { records }]) => [name, [...records.values()]])),
    ]),
  );
}

/** The store that `dumpStore` wrote. */
export function loadStore(dump: JsonObject): Store {
  const store: Store = new Map();
  for (const [channel, collections] of Object.entries(dump)) {
    for (const [resource, records] of Object.entries(collections as Record<string, StoredRecord[]>)) {
      const collection = collectionOf(store, channel, resource);
      for (const record of records) put(collection, record);
      collection.lastCode = Math.max(records.length, ...records.map((record) => numberIn(record.code)));
    }
  }
  return store;
}

const newCollection = (resource: string): Collection => ({
  resource,
  records: new Map(),
  names: new Map(),
  indexes: new Map(),
  lastCode: 0,
});

const numberIn = (code: string): number => Number(/\d+$/.exec(code)?.[0] ?? 0);

function newIndex(collection: Collection, keyOf: KeyOf): Index {
  const index: Index = { keyOf, ids: new Map() };
  for (const [id, record] of collection.records) move(index, id, undefined, record);
  return index;
}

function move({ keyOf, ids }: Index, id: string, before: JsonObject | undefined, after: JsonObject): void {
  const [oldKey, newKey] = [before && keyOf(before), keyOf(after)];
  if (oldKey === newKey) return;
  if (oldKey !== undefined) ids.get(oldKey)?.delete(id);
  if (newKey !== undefined) ids.set(newKey, (ids.get(newKey) ?? new Set()).add(id));
}
