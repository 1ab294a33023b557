import type { JsonObject } from '../record.ts';
import { invalid, notFound } from './hub-error.ts';
import { connecIdOf, entriesOf } from './ids.ts';
import { present } from './present.ts';
import { selectPage } from './query.ts';
import { createRecord, updateRecord } from './records.ts';
import { RESOURCES } from './resources.ts';
import { type Collection, collectionOf, type StoredRecord } from './store.ts';
import type { Group, World } from './world.ts';

const PAGE = 50;

/** All records of a kind that a company has, as the API answers them with CONNEC-EXTERNAL-IDS, oldest first. */
export function listRecords(world: World, uid: string, resource: string): JsonObject[] {
  const group = findGroup(world, uid);
  const records = [...collectionIn(world, group, resource).records.values()];
  return records.map((record) => show(world, group, resource, record));
}

/** Fifty of them, the latest change first, and the kinds of which the company has any. */
export function pageOfRecords(world: World, uid: string, resource: string, skip: string) {
  const group = findGroup(world, uid);
  const query = new URLSearchParams({ $orderby: 'updated_at desc', $skip: skip, $top: String(PAGE) });
  const { next: _, ...page } = selectPage(collectionIn(world, group, resource), query);
  const filled = [...(world.store.get(group.channel)?.values() ?? [])].filter(
    ({ records }) => records.size > 0,
  );
  return {
    ...page,
    records: page.records.map((record) => show(world, group, resource, record)),
    resources: [...new Set([...filled.map((collection) => collection.resource), resource])],
  };
}

/** @throws {HubError} 404 when the company has no such record. */
export function findRecord(world: World, uid: string, resource: string, id: string): JsonObject {
  const group = findGroup(world, uid);
  return show(world, group, resource, memberIn(collectionIn(world, group, resource), id));
}

/**
 * Writes a record as a person in the hub does, of which every application is told: over the record whose hub id
 * it carries, over the company where there is only one, else a new one.
 *
 * @throws {HubError} when the API would refuse it.
 */
export function saveRecord(world: World, uid: string, resource: string, attributes: JsonObject): JsonObject {
  const group = findGroup(world, uid);
  const place = { store: world.store, channel: group.channel, resource, now: world.now() };
  const stored = storedRecord(collectionIn(world, group, resource), attributes);
  const names = entriesOf(attributes.id);
  const { record, changed } = stored
    ? updateRecord(place, stored, attributes, names)
    : createRecord(place, attributes, names);
  const id = connecIdOf(record.id) ?? '';
  world.changed({ channel: group.channel, resource, id, app: undefined, notable: changed });
  return show(world, group, resource, record);
}

/** @throws {HubError} 404 for an unknown company. */
export function findGroup(world: World, uid: string): Group {
  const group = world.groups.find((one) => one.uid === uid);
  if (!group) throw notFound(`no company is called ${uid}`);
  return group;
}

function collectionIn(world: World, group: Group, resource: string): Collection {
  if (!Object.hasOwn(RESOURCES, resource)) throw invalid(`unknown resource ${resource}`);
  return collectionOf(world.store, group.channel, resource);
}

function storedRecord(collection: Collection, { id }: JsonObject): StoredRecord | undefined {
  if (RESOURCES[collection.resource]?.singleton) return [...collection.records.values()][0];
  const own = typeof id === 'string' ? id : connecIdOf(id);
  return own === undefined ? undefined : memberIn(collection, own);
}

function memberIn(collection: Collection, id: string): StoredRecord {
  const record = collection.records.get(id);
  if (!record) throw notFound(`no ${collection.resource} ${id}`);
  return record;
}

function show(world: World, group: Group, resource: string, record: StoredRecord): JsonObject {
  const collections = world.store.get(group.channel) ?? new Map();
  const view = { collections, channel: group.channel, group: group.uid, resource };
  return present({ ...view, externalIds: true, countryCodes: false }, record);
}
