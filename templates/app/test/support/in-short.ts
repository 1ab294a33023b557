import type { JsonObject } from '../../src/engine/index.ts';
import type { SyncWorld } from './sync-world.ts';

/** What tests say most of a world, in a word each. `world` tells which one it is now: a test may make another. */
export function inShort(world: () => SyncWorld) {
  return {
    /** The titles of a collection in external. */
    titles: (collection = 'company') =>
      world()
        .application.list(collection)
        .map(({ title }) => title),
    /** The names of the organizations in Connec!. */
    names: () =>
      world()
        .hub.list('organizations')
        .map(({ name }) => name),
    /** The id map, where there is but one. */
    only: () => world().database.idMap.findFirstOrThrow(),
    /** The id map of the record of that name. */
    idMapOf: (name: string) => world().database.idMap.findFirstOrThrow({ where: { name } }),
    /** Changes the organization. */
    organization: (data: object) =>
      world().database.organization.update({ where: { id: world().organization.id }, data }),
    /** From here on every write to external fails with `error`. */
    refuseAll(error: Error) {
      world().application.beforeWrite = () => {
        throw error;
      };
    },
    /** From here on no write to external fails. */
    allow() {
      world().application.beforeWrite = () => {};
    },
    /** From here on every call that writes to the hub fails, or none does. */
    breakHub(broken: boolean) {
      world().hub.answer = (results) => {
        if (broken) throw new Error('the hub is down');
        return results;
      };
    },
  };
}

/** The hub's own id of a record of the hub. */
export const hubId = (record: JsonObject): string => String((record.id as JsonObject[])[0]?.id);
