import pluralize from 'pluralize';
import type { JsonObject } from '../record.ts';
import { connecEntry, connecIdOf, type IdEntry, idsOf, isConnec } from './ids.ts';
import { RESOURCES } from './resources.ts';
import { type Collection, findByNames, type StoredRecord } from './store.ts';

type Collections = ReadonlyMap<string, Collection>;

/** What these references point at, where their name does not say it. */
const TARGETS: Record<string, string[]> = {
  assignee: ['app_users', 'teams', 'people'],
  lead: ['leads', 'people'],
  contact: ['contacts', 'people', 'organizations'],
  product: ['items'],
};

/**
 * The record a reference points at: by the hub's id when it has one, else by an external one. `field` is where it
 * stands (`organization_id`), `holder` the object around it, whose `class` names the target of `linked_transactions/id`.
 */
export function resolveReference(
  collections: Collections,
  field: string,
  holder: JsonObject,
  reference: IdEntry[],
): StoredRecord | undefined {
  const own = reference.filter(isConnec);
  const names = own.length > 0 ? own : reference;
  const targets = targetsOf(field, holder);
  if (targets.length === 0) return findAnywhere(collections, names);
  for (const resource of targets) {
    const collection = collections.get(resource);
    const record = collection && findByNames(collection, names);
    if (record) return record;
  }
  return undefined;
}

/**
 * A reference as it is kept: the hub's id alone once its target is known, so that the target's other names are
 * looked up when it is read; else as it was sent, to be resolved when the target appears.
 */
export function storedReference(
  collections: Collections,
  channel: string,
  field: string,
  holder: JsonObject,
  reference: IdEntry[],
): IdEntry[] {
  const target = resolveReference(collections, field, holder, reference);
  const id = target && connecIdOf(target.id);
  return id ? [connecEntry(id, channel)] : reference;
}

/** A reference as it is answered: with every name of its target (connec-api §5). */
export function completeReference(
  collections: Collections,
  field: string,
  holder: JsonObject,
  reference: IdEntry[],
): IdEntry[] {
  const target = resolveReference(collections, field, holder, reference);
  return target ? idsOf(target) : reference;
}

/** `sale_tax_code_id` → `tax_codes`: the longest end of the name that is a resource. */
function targetsOf(field: string, holder: JsonObject): string[] {
  const name =
    field === 'id' && typeof holder.class === 'string' ? underscore(holder.class) : field.replace(/_id$/, '');
  const words = name.split('_');
  const ends = words.map((_, index) => words.slice(index).join('_'));
  return ends.flatMap((end) => TARGETS[end] ?? RESOURCE_BY_SINGULAR.get(end) ?? []);
}

const RESOURCE_BY_SINGULAR = new Map(
  Object.keys(RESOURCES).map((resource) => [pluralize.singular(resource), [resource]]),
);

const underscore = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

/** A field that says nothing of its target: only when one single record has the name. */
function findAnywhere(collections: Collections, names: IdEntry[]): StoredRecord | undefined {
  const found = [...collections.values()].flatMap((collection) => findByNames(collection, names) ?? []);
  return found.length === 1 ? found[0] : undefined;
}
