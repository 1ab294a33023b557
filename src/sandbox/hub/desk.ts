import type { JsonObject } from '../record.ts';
import { HubError, notFound } from './hub-error.ts';
import { connecIdOf, entriesOf } from './ids.ts';
import { present } from './present.ts';
import { createRecord, updateRecord } from './records.ts';
import { RESOURCES } from './resources.ts';
import { collectionOf, type StoredRecord } from './store.ts';
import type { Group, World } from './world.ts';

/** All records of a kind that a company has, as the API answers them with CONNEC-EXTERNAL-IDS. */
export function listRecords(world: World, group: string, resource: string): JsonObject[] {
  const { channel } = groupOf(world, group);
  return [...collectionIn(world, channel, resource).records.values()].map((record) =>
    presentRecord(world, group, channel, resource, record),
  );
}

/**
 * Writes a record as a person in the hub does, of which every application is told: over the record whose hub id
 * it carries, over the company where there is only one, else a new one.
 *
 * @throws {HubError} when the API would refuse it.
 */
export function saveRecord(
  world: World,
  group: string,
  resource: string,
  attributes: JsonObject,
): JsonObject {
  const { channel } = groupOf(world, group);
  const place = { store: world.store, channel, resource, now: world.now() };
  const stored = storedRecord(world, channel, resource, attributes);
  const names = entriesOf(attributes.id);
  const { record, changed } = stored
    ? updateRecord(place, stored, attributes, names)
    : createRecord(place, attributes, names);
  world.changed({ channel, resource, id: connecIdOf(record.id) ?? '', app: undefined, notable: changed });
  return presentRecord(world, group, channel, resource, record);
}

function groupOf(world: World, uid: string): Group {
  const group = world.groups.find((one) => one.uid === uid);
  if (!group) throw notFound(`no company is called ${uid}`);
  return group;
}

function collectionIn(world: World, channel: string, resource: string) {
  if (!Object.hasOwn(RESOURCES, resource))
    throw new HubError(400, 'Unknown resource', `unknown resource ${resource}`);
  return collectionOf(world.store, channel, resource);
}

function storedRecord(
  world: World,
  channel: string,
  resource: string,
  { id }: JsonObject,
): StoredRecord | undefined {
  const collection = collectionIn(world, channel, resource);
  if (RESOURCES[resource]?.singleton) return [...collection.records.values()][0];
  const own = typeof id === 'string' ? id : connecIdOf(id);
  if (own === undefined) return undefined;
  const record = collection.records.get(own);
  if (!record) throw notFound(`no ${resource} ${own}`);
  return record;
}

function presentRecord(world: World, group: string, channel: string, resource: string, record: StoredRecord) {
  const collections = world.store.get(channel) ?? new Map();
  return present({ collections, channel, group, resource, externalIds: true, countryCodes: false }, record);
}
