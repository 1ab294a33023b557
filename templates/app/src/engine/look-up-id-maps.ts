import type { Database, IdMap, Prisma } from './database.ts';
import type { IdMapLookUp } from './look-up.ts';

/** Finds id maps by either of their ids, with one statement for each kind of id that is asked for. */
export async function findIdMaps(
  database: Database,
  organizationId: number,
  lookUps: readonly IdMapLookUp[],
): Promise<(lookUp: IdMapLookUp) => IdMap | undefined> {
  const found = new Map<string, IdMap>();
  for (const row of await read(database, organizationId, lookUps)) {
    for (const key of keysOfRow(row)) {
      const before = found.get(key);
      // Where the hub's kind is not named, what both sides have comes before what one side has.
      if (!before || (!isOnBothSides(before) && isOnBothSides(row))) found.set(key, row);
    }
  }
  return (lookUp) => found.get(keyOf(lookUp));
}

const isOnBothSides = ({ connecId, externalId }: IdMap) => connecId !== null && externalId !== null;

/** By either id apart: an OR of the two would keep SQLite from their indexes. */
async function read(database: Database, organizationId: number, lookUps: readonly IdMapLookUp[]) {
  const externalIds = lookUps.flatMap(({ externalId }) => externalId?.toString() ?? []);
  const connecIds = lookUps.flatMap(({ connecId }) => connecId ?? []);
  const entities = [...new Set(lookUps.map(({ entity }) => entity.toLowerCase()))];
  const having = (ids: Prisma.IdMapWhereInput) =>
    database.idMap.findMany({ where: { organizationId, externalEntity: { in: entities }, ...ids } });
  const found = [
    ...(externalIds.length === 0 ? [] : await having({ externalId: { in: externalIds } })),
    ...(connecIds.length === 0 ? [] : await having({ connecId: { in: connecIds } })),
  ];
  return found.sort((one, other) => one.id - other.id);
}

/** Under each id, for its hub kind and for any. */
function keysOfRow({ externalEntity: entity, connecEntity, externalId, connecId }: IdMap): string[] {
  return [connecEntity, undefined].flatMap((kind) => {
    const named = { entity, ...(kind === undefined ? {} : { connecEntity: kind }) };
    return [
      ...(externalId === null ? [] : [keyOf({ ...named, externalId })]),
      ...(connecId === null ? [] : [keyOf({ ...named, connecId })]),
    ];
  });
}

function keyOf({ entity, connecEntity = '', externalId, connecId }: IdMapLookUp): string {
  const id = externalId === undefined ? ['connec', connecId] : ['external', String(externalId)];
  return JSON.stringify([entity.toLowerCase(), connecEntity.toLowerCase(), ...id]);
}
