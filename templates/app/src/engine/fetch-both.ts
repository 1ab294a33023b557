import { messageOf, RecordError } from './errors.ts';
import { recordIsGone } from './gone.ts';
import type { IdMapDraft } from './id-maps.ts';
import { failed } from './outcome.ts';
import { type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import { readConnecRecords, readExternalRecords } from './read-records.ts';
import type { JsonObject } from './record.ts';
import { savePage } from './save-page.ts';
import type { Side } from './watermark.ts';
import { writeBack } from './write-back.ts';

/** Some records, as both sides have them now. */
export interface BothSides {
  connec: JsonObject[];
  external: JsonObject[];
}

/**
 * The records of some id maps. One of which a side cannot be read is tried another time, and its other side is left
 * alone as well: it would be written over what nobody has looked at. One that is gone in external is told to be.
 *
 * @throws {RunError} when a side does not answer any more.
 */
export async function fetchBoth(pass: Pass, idMaps: readonly IdMapDraft[]): Promise<BothSides> {
  const connec = sendsToExternal(pass) ? await readConnec(pass, idMaps) : nothing();
  const readable = idMaps.filter((idMap) => !connec.left.has(idMap));
  const external = sendsToConnec(pass) ? await readExternal(pass, readable) : nothing();
  for (const idMap of external.left) connec.records.delete(idMap);
  return { connec: [...connec.records.values()], external: [...external.records.values()] };
}

/** The hub's records alone: external's are at hand, and are not sent where the hub's cannot be read. */
export async function fetchConnec(pass: Pass, idMaps: readonly IdMapDraft[]): Promise<JsonObject[]> {
  return [...(await readConnec(pass, idMaps, 'connec')).records.values()];
}

/**
 * External's records alone.
 *
 * @param side to which a record does not get when it cannot be read: external, where the hub's is at hand.
 */
export async function fetchExternal(
  pass: Pass,
  idMaps: readonly IdMapDraft[],
  side: Side = 'external',
): Promise<JsonObject[]> {
  return [...(await readExternal(pass, idMaps, side)).records.values()];
}

/** The records that are there, and the id maps of which nothing is to be done now. */
interface Sorted {
  records: Map<IdMapDraft, JsonObject>;
  left: Set<IdMapDraft>;
}

const nothing = (): Sorted => ({ records: new Map(), left: new Set() });

/** @param side to which a record does not get when it cannot be read; left out: where it did not get before. */
async function readConnec(pass: Pass, idMaps: readonly IdMapDraft[], side?: Side): Promise<Sorted> {
  const { records, left } = nothing();
  const byId = new Map(idMaps.flatMap((idMap) => (idMap.connecId === null ? [] : [[idMap.connecId, idMap]])));
  try {
    await readConnecRecords(pass, pass.resource, [...byId.keys()], (id, read) => {
      const idMap = byId.get(id) as IdMapDraft;
      if (read instanceof Error) left.add(unread(pass, idMap, read, side));
      else if (read) records.set(idMap, read);
    });
  } finally {
    await savePage(pass, [...left]);
  }
  return { records, left };
}

async function readExternal(pass: Pass, idMaps: readonly IdMapDraft[], side?: Side): Promise<Sorted> {
  const { records, left } = nothing();
  const byId = new Map(
    idMaps.flatMap((idMap) => (idMap.externalId === null ? [] : [[idMap.externalId, idMap]])),
  );
  try {
    await readExternalRecords(pass, [...byId.keys()], (id, read) => {
      const idMap = byId.get(id) as IdMapDraft;
      if (read instanceof Error) left.add(unread(pass, idMap, read, side));
      else if (read) records.set(idMap, read);
      else if (idMap.connecId !== null) left.add(recordIsGone(pass, idMap));
    });
  } finally {
    await savePage(pass, [...left]);
  }
  await writeBack(
    pass,
    [...left].flatMap((idMap) => (idMap.writeBackPending ? [{ idMap }] : [])),
  );
  return { records, left };
}

function unread(
  { now, counts }: Pass,
  idMap: IdMapDraft,
  error: Error,
  side: Side = idMap.failedTo === 'connec' ? 'connec' : 'external',
): IdMapDraft {
  counts[side === 'connec' ? 'toConnec' : 'toExternal'].failed += 1;
  failed(idMap, now(), side, messageOf(error), !(error instanceof RecordError));
  return idMap;
}
