import type { Entity } from './entity.ts';
import { resourceName } from './names.ts';
import { isObject, type JsonObject } from './record.ts';

/** Records of one group, by the name under which they came. */
export type Notified = Record<string, JsonObject[]>;

/** What a name or an id of the hub may look like. It comes from outside: anything else is left out. */
const sane = /^[a-z][\w .-]{0,99}$/i;

/**
 * What a notification brings to each group: one message may speak of several (contract/connec-api.md §10). What is
 * not a record, or belongs to nobody, is left out (contract 219).
 */
export function byGroup(body: JsonObject): Map<string, Notified> {
  const groups = new Map<string, Map<string, JsonObject[]>>();
  for (const [name, records] of Object.entries(body)) {
    if (!sane.test(name)) continue;
    for (const record of Array.isArray(records) ? records : [records]) {
      if (!isObject(record) || typeof record.group_id !== 'string' || !sane.test(record.group_id)) continue;
      add(record, name, within(groups, record.group_id));
    }
  }
  return new Map([...groups].map(([group, notified]) => [group, Object.fromEntries(notified)]));
}

function within<T>(groups: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = groups.get(key) ?? new Map<string, T>();
  groups.set(key, found);
  return found;
}

function add(record: JsonObject, name: string, notified: Map<string, JsonObject[]>): void {
  const records = notified.get(name);
  if (records) records.push(record);
  else notified.set(name, [record]);
}

/**
 * The records that are of the entity's kind: names in any case, singular or plural, with spaces or not
 * (contract 220, improvement 3.3, 3.4).
 */
export function recordsFor(entity: Entity, notified: Notified): JsonObject[] {
  const wanted = resourceName(entity.connecName);
  return Object.entries(notified).flatMap(([name, records]) =>
    resourceName(name) === wanted ? records : [],
  );
}
