import { messageOf, RecordError } from './errors.ts';
import { recordIsGone } from './gone.ts';
import type { IdMapDraft } from './id-maps.ts';
import { failed } from './outcome.ts';
import { type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import { readConnecRecords, readExternalRecords } from './read-records.ts';
import type { JsonObject } from './record.ts';
import { savePage } from './save-page.ts';
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
  const connec: Fetched = new Map();
  const external: Fetched = new Map();
  const left = new Set<IdMapDraft>();
  try {
    await fetchConnec(pass, idMaps, connec, left);
    await fetchExternal(pass, without(left, idMaps), external, left);
  } finally {
    await savePage(pass, [...left]);
  }
  const untold = [...left].filter(({ writeBackPending }) => writeBackPending);
  await writeBack(
    pass,
    untold.map((idMap) => ({ idMap })),
  );
  for (const idMap of left) connec.delete(idMap);
  return { connec: [...connec.values()], external: [...external.values()] };
}

type Fetched = Map<IdMapDraft, JsonObject>;

const without = (left: ReadonlySet<IdMapDraft>, idMaps: readonly IdMapDraft[]) =>
  idMaps.filter((idMap) => !left.has(idMap));

async function fetchConnec(
  pass: Pass,
  idMaps: readonly IdMapDraft[],
  fetched: Fetched,
  left: Set<IdMapDraft>,
): Promise<void> {
  if (!sendsToExternal(pass)) return;
  const byId = new Map(idMaps.flatMap((idMap) => (idMap.connecId === null ? [] : [[idMap.connecId, idMap]])));
  await readConnecRecords(pass, pass.resource, [...byId.keys()], (id, read) => {
    const idMap = byId.get(id) as IdMapDraft;
    if (read instanceof Error) left.add(unread(pass, idMap, read));
    else if (read) fetched.set(idMap, read);
  });
}

async function fetchExternal(
  pass: Pass,
  idMaps: readonly IdMapDraft[],
  fetched: Fetched,
  left: Set<IdMapDraft>,
): Promise<void> {
  if (!sendsToConnec(pass)) return;
  const byId = new Map(
    idMaps.flatMap((idMap) => (idMap.externalId === null ? [] : [[idMap.externalId, idMap]])),
  );
  await readExternalRecords(pass, [...byId.keys()], (id, read) => {
    const idMap = byId.get(id) as IdMapDraft;
    if (read instanceof Error) left.add(unread(pass, idMap, read));
    else if (read) fetched.set(idMap, read);
    else if (idMap.connecId !== null) left.add(recordIsGone(pass, idMap));
  });
}

function unread({ now, counts }: Pass, idMap: IdMapDraft, error: Error): IdMapDraft {
  const side = idMap.failedTo === 'connec' ? 'connec' : 'external';
  counts[side === 'connec' ? 'toConnec' : 'toExternal'].failed += 1;
  failed(idMap, now(), side, messageOf(error), !(error instanceof RecordError));
  return idMap;
}
