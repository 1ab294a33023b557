import type { AnyEntity } from './complex-entity.ts';
import type { Database, Organization } from './database.ts';
import type { SynchronizedEntities } from './organization.ts';
import { isObject, type JsonObject, type JsonValue } from './record.ts';

/** Rows are read this many at a time. */
const pageSize = 200;

/** What was changed, entities by key. */
export interface SwitchChanges {
  organizations: number;
  added: string[];
  dropped: string[];
}

/**
 * Brings every organization's switches up to the entities there are: new ones come off, or with `byDefault` on where
 * they can be written, and those that are gone are dropped (contract 287, improvement 8.12). What is on stays on. It
 * can be run again, and while people save their settings.
 */
export async function updateSwitches(
  database: Database,
  entities: readonly AnyEntity[],
  byDefault = false,
): Promise<SwitchChanges> {
  const changes = { organizations: 0, added: new Set<string>(), dropped: new Set<string>() };
  const known = entities.map(({ key }) => key);
  for (let [after, guarded] = [0, true]; ; ) {
    const page = await readPage(database, after);
    const stale = page.flatMap((row) => outdated(row, entities, byDefault));
    const written = await writePage(database, stale, guarded);
    changes.organizations += written;
    for (const { stored } of stale) {
      for (const key of known.filter((key) => !(key in stored))) changes.added.add(key);
      for (const key of Object.keys(stored).filter((key) => !known.includes(key))) changes.dropped.add(key);
    }
    // What somebody else wrote in between is read again, once: a date that another program wrote in its own form is
    // never equal to itself.
    guarded = !guarded || written === stale.length;
    if (!guarded) continue;
    if (page.length < pageSize)
      return { ...changes, added: [...changes.added], dropped: [...changes.dropped] };
    after = page.at(-1)?.id ?? after;
  }
}

type Row = Pick<Organization, 'id' | 'updatedAt' | 'synchronizedEntities'>;

interface Stale {
  row: Row;
  stored: JsonObject;
  switches: SynchronizedEntities;
}

function readPage(database: Database, after: number): Promise<Row[]> {
  return database.organization.findMany({
    where: { id: { gt: after } },
    select: { id: true, updatedAt: true, synchronizedEntities: true },
    orderBy: { id: 'asc' },
    take: pageSize,
  });
}

/** The switches of one organization as they should be now (contract 287). */
export function currentSwitches(
  { synchronizedEntities: stored }: Pick<Organization, 'synchronizedEntities'>,
  entities: readonly AnyEntity[],
): SynchronizedEntities {
  return upToDate(isObject(stored) ? stored : {}, entities, false);
}

function outdated(row: Row, entities: readonly AnyEntity[], byDefault: boolean): Stale[] {
  const stored = isObject(row.synchronizedEntities) ? row.synchronizedEntities : {};
  const switches = upToDate(stored, entities, byDefault);
  return isSame(stored, switches) ? [] : [{ row, stored, switches }];
}

/** Most organizations get the same switches: one statement for each kind. @returns how many rows were written. */
async function writePage(database: Database, stale: readonly Stale[], guarded: boolean): Promise<number> {
  const groups = new Map<string, Stale[]>();
  for (const one of stale) {
    const key = JSON.stringify(one.switches);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  let written = 0;
  for (const group of groups.values()) {
    const unchanged = group.map(({ row: { id, updatedAt } }) => (guarded ? { id, updatedAt } : { id }));
    const data = { synchronizedEntities: group[0]?.switches as SynchronizedEntities };
    written += (await database.organization.updateMany({ where: { OR: unchanged }, data })).count;
  }
  return written;
}

function upToDate(
  stored: JsonObject,
  entities: readonly AnyEntity[],
  byDefault: boolean,
): SynchronizedEntities {
  return Object.fromEntries(
    entities.map((entity) => [
      entity.key,
      {
        toConnec: isOn(stored[entity.key], 'toConnec') || (byDefault && entity.canWriteConnec),
        toExternal: isOn(stored[entity.key], 'toExternal') || (byDefault && entity.canWriteExternal),
      },
    ]),
  );
}

/** One value for both directions is how it was stored long ago. */
function isOn(stored: JsonValue, direction: 'toConnec' | 'toExternal'): boolean {
  return isObject(stored) ? stored[direction] === true : stored === true;
}

/** Whatever the order: PostgreSQL keeps none. */
function isSame(stored: JsonObject, switches: SynchronizedEntities): boolean {
  const keys = Object.keys(switches);
  return (
    keys.length === Object.keys(stored).length &&
    keys.every((key) => {
      const [one, other] = [stored[key], switches[key]];
      return isObject(one) && one.toConnec === other?.toConnec && one.toExternal === other?.toExternal;
    })
  );
}
