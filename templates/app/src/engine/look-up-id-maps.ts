import type { Database, IdMap } from './database.ts';
import type { IdMapLookUp } from './look-up.ts';

/** Finds id maps by either of their ids, with one statement. */
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

async function read(database: Database, organizationId: number, lookUps: readonly IdMapLookUp[]) {
  if (lookUps.length === 0) return [];
  return database.idMap.findMany({
    where: {
      organizationId,
      externalEntity: { in: [...new Set(lookUps.map(({ entity }) => entity.toLowerCase()))] },
      OR: [
        { externalId: { in: lookUps.flatMap(({ externalId }) => externalId?.toString() ?? []) } },
        { connecId: { in: lookUps.flatMap(({ connecId }) => connecId ?? []) } },
      ],
    },
    orderBy: { id: 'asc' },
  });
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
