import type { Entity } from './entity.ts';
import { resourceName } from './names.ts';
import { isObject, type JsonObject } from './record.ts';

/** Records of one group, by the name under which they came. */
export type Notified = Record<string, JsonObject[]>;

/**
 * What a notification brings to each group: one message may speak of several (contract/connec-api.md §10). What is
 * not a record, or belongs to nobody, is left out (contract 219).
 */
export function byGroup(body: unknown): Record<string, Notified> {
  const groups: Record<string, Notified> = {};
  for (const [name, records] of Object.entries(isObject(body) ? body : {})) {
    for (const record of Array.isArray(records) ? records : [records]) {
      if (!isObject(record) || typeof record.group_id !== 'string') continue;
      groups[record.group_id] ??= {};
      const group = groups[record.group_id] as Notified;
      group[name] ??= [];
      group[name]?.push(record);
    }
  }
  return groups;
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
