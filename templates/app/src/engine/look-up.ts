import type { ConnecClient } from './connec-client.ts';
import type { Database, IdMap } from './database.ts';
import { each } from './pages.ts';
import type { JsonObject } from './record.ts';

/**
 * Something that mapping a record needs to know: the id map of another record, by either id (`entity` is its
 * external name), or a record of the hub.
 */
export type LookUp =
  | { entity: string; externalId: string | number; connecId?: undefined }
  | { entity: string; connecId: string; externalId?: undefined }
  | { resource: string; connecId: string };

/** What was found, by look-up. */
export interface Found {
  idMap(lookUp: Extract<LookUp, { entity: string }>): Readonly<IdMap> | undefined;
  record(lookUp: Extract<LookUp, { resource: string }>): Readonly<JsonObject> | undefined;
}

export const nothingFound: Found = { idMap: () => undefined, record: () => undefined };

/** Answers the look-ups of a whole page: one statement for the id maps, and each hub record once. */
export async function answer(
  database: Database,
  connec: ConnecClient,
  organizationId: number,
  lookUps: readonly LookUp[],
): Promise<Found> {
  if (lookUps.length === 0) return nothingFound;
  const [idMaps, records] = await Promise.all([
    findIdMaps(database, organizationId, lookUps),
    findRecords(connec, lookUps),
  ]);
  return {
    idMap: (lookUp) => idMaps.get(keyOf(lookUp)),
    record: (lookUp) => records.get(keyOf(lookUp)),
  };
}

async function findIdMaps(database: Database, organizationId: number, lookUps: readonly LookUp[]) {
  const wanted = lookUps.flatMap((lookUp) => ('entity' in lookUp ? [lookUp] : []));
  const entities = [...new Set(wanted.map(({ entity }) => entity.toLowerCase()))];
  const rows =
    wanted.length === 0
      ? []
      : await database.idMap.findMany({
          where: {
            organizationId,
            externalEntity: { in: entities },
            OR: [
              { externalId: { in: wanted.flatMap(({ externalId }) => externalId?.toString() ?? []) } },
              { connecId: { in: wanted.flatMap(({ connecId }) => connecId ?? []) } },
            ],
          },
        });
  const found = new Map<string, IdMap>();
  for (const row of rows) {
    const entity = row.externalEntity;
    if (row.externalId !== null) found.set(keyOf({ entity, externalId: row.externalId }), row);
    if (row.connecId !== null) found.set(keyOf({ entity, connecId: row.connecId }), row);
  }
  return found;
}

async function findRecords(connec: ConnecClient, lookUps: readonly LookUp[]) {
  const wanted = new Map(
    lookUps.flatMap((lookUp) => ('resource' in lookUp ? [[keyOf(lookUp), lookUp]] : [])),
  );
  const found = new Map<string, JsonObject>();
  await each([...wanted], 4, async ([key, { resource, connecId }]) => {
    const record = await connec.get(resource, connecId);
    if (record) found.set(key, record);
  });
  return found;
}

function keyOf(lookUp: LookUp): string {
  if ('resource' in lookUp) return `record ${lookUp.resource} ${lookUp.connecId}`;
  const entity = lookUp.entity.toLowerCase();
  return lookUp.externalId === undefined
    ? `connec ${entity} ${lookUp.connecId}`
    : `external ${entity} ${lookUp.externalId}`;
}
