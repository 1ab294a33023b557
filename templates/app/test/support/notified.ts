import {
  type Entity,
  type JsonObject,
  type JsonValue,
  processInbox,
  storeNotification,
} from '../../src/engine/index.ts';
import type { MemoryApplication } from './memory-application.ts';
import type { SyncWorld } from './sync-world.ts';

/** Of such an entity the hub recognises no record: what it has and external has not is new. */
export const plain = <Plain extends Entity<MemoryApplication>>(entity: Plain) =>
  Object.assign(entity, { matchingFields: [] });

/** What tests of the inbox do with a world. `world` tells which one it is now: a test may make another. */
export function notified(world: () => SyncWorld) {
  return {
    /** Stores what the hub says. */
    notify: (body: Record<string, JsonValue>, tenant = 'default') =>
      storeNotification(world().engine, tenant, body),
    /** Saves a record in the hub: it is as the hub then notifies of it. */
    saved: (resource: string, name: string, fields: JsonObject = {}) => ({
      ...world().hub.save(resource, { name, ...fields }),
      group_id: 'cld-1',
    }),
    /** How many messages there are. */
    messages: () => world().database.inboxMessage.count(),
    /** Deals with all messages that are due. */
    async drain() {
      while (await processInbox(world().engine));
    },
  };
}
