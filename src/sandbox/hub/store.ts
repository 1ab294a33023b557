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
  /** The number of the last code that was given. */
  lastCode: number;
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
  collection.records.set(id, record);
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
  lastCode: 0,
});

const numberIn = (code: string): number => Number(/\d+$/.exec(code)?.[0] ?? 0);
