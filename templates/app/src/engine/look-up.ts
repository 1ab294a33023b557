import type { IdMap } from './database.ts';
import { findIdMaps } from './look-up-id-maps.ts';
import type { Pass } from './pass.ts';
import { type Read, readConnecRecords } from './read-records.ts';
import type { JsonObject } from './record.ts';

/**
 * Something that mapping a record needs to know: the id map of another record, by either id (`entity` is its
 * external name), or a record of the hub. Where one external kind is of several kinds in the hub (a contact that is
 * a person or a lead), `connecEntity`, the hub's name, says which one is meant.
 */
export type LookUp = IdMapLookUp | RecordLookUp;

export type IdMapLookUp =
  | { entity: string; connecEntity?: string; externalId: string | number; connecId?: undefined }
  | { entity: string; connecEntity?: string; connecId: string; externalId?: undefined };

export interface RecordLookUp {
  /** The hub's collection: "people". */
  resource: string;
  connecId: string;
}

/** What was found, by look-up. */
export interface Found {
  idMap(lookUp: IdMapLookUp): Readonly<IdMap> | undefined;
  /** @throws {Error} when it could not be read: the record that needs it fails, and is tried again. */
  record(lookUp: RecordLookUp): Readonly<JsonObject> | undefined;
}

export const nothingFound: Found = { idMap: () => undefined, record: () => undefined };

/** Hub records that a run has looked up, by collection and id: each is asked for once. */
export type LookedUp = Map<string, Read>;

/** So many are kept: memory does not grow with the run. */
const kept = 2000;

/** Answers the look-ups of a whole page: one statement for the id maps, and few calls for the hub records. */
export async function answer(pass: Pass, lookUps: readonly LookUp[]): Promise<Found> {
  if (lookUps.length === 0) return nothingFound;
  const [idMap, records] = await Promise.all([
    findIdMaps(pass.database, pass.scope.organizationId, lookUps.filter(isOfIdMap)),
    findRecords(
      pass,
      lookUps.filter((lookUp): lookUp is RecordLookUp => !isOfIdMap(lookUp)),
    ),
  ]);
  return {
    idMap,
    record(lookUp) {
      const read = records.get(keyOf(lookUp));
      if (read instanceof Error) throw read;
      return read;
    },
  };
}

const isOfIdMap = (lookUp: LookUp): lookUp is IdMapLookUp => 'entity' in lookUp;
const keyOf = ({ resource, connecId }: RecordLookUp) => `${resource} ${connecId}`;

async function findRecords(pass: Pass, lookUps: readonly RecordLookUp[]): Promise<LookedUp> {
  const { lookedUp } = pass;
  const wanted = new Map(lookUps.map((lookUp) => [keyOf(lookUp), lookUp]));
  const found: LookedUp = new Map([...wanted.keys()].flatMap((key) => known(lookedUp, key)));
  for (const resource of new Set(lookUps.map((lookUp) => lookUp.resource))) {
    const ids = [...wanted].flatMap(([key, lookUp]) =>
      lookUp.resource === resource && !found.has(key) ? [lookUp.connecId] : [],
    );
    await readConnecRecords(pass, resource, ids, (connecId, read) => {
      const key = keyOf({ resource, connecId });
      found.set(key, read);
      if (!(read instanceof Error)) lookedUp.set(key, read);
    });
  }
  for (const key of lookedUp.keys()) if (lookedUp.size > kept) lookedUp.delete(key);
  return found;
}

function known(lookedUp: LookedUp, key: string): [string, Read][] {
  return lookedUp.has(key) ? [[key, lookedUp.get(key)]] : [];
}

/** What is written to the hub is not as it was looked up any more. */
export function forgetLookedUp({ lookedUp, resource }: Pass, connecIds: readonly (string | null)[]): void {
  if (lookedUp.size > 0) for (const connecId of connecIds) lookedUp.delete(`${resource} ${connecId}`);
}
