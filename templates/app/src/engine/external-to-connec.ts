import { type Settled, settleConflict } from './conflict.ts';
import type { ConnecChanges } from './connec-changes.ts';
import { messageOf } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, newIdMap, readIdMaps, saveIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { failed } from './outcome.ts';
import { isTooOld, lookUpPage, mapToConnec, type Pass } from './pass.ts';
import { pushToConnec, type ToConnec } from './push-to-connec.ts';
import type { JsonObject } from './record.ts';

/** Sends to the hub what a page of external records has that it does not have yet. */
export async function sendPage(
  pass: Pass,
  page: readonly JsonObject[],
  changes: ConnecChanges,
): Promise<void> {
  const { entity, context, counts } = pass;
  counts.toConnec.fetched += page.length;
  const wanted = page.filter((record) => entity.takesFromExternal(record, context));
  counts.toConnec.skipped += page.length - wanted.length;

  const touched = new Set<IdMapDraft>();
  const candidates = await meet(pass, wanted);
  await lookUpPage(
    pass,
    'toConnec',
    candidates.map(({ external, idMap }) => ({ record: external, idMap })),
  );
  const items = candidates.flatMap((candidate) => consider(pass, candidate, changes, touched) ?? []);
  await pushToConnec(pass, items);
  for (const { idMap } of items) touched.delete(idMap);
  await saveIdMaps(pass.database, [...touched], pass.now());
}

/** An external record with its id map. */
interface Candidate {
  external: JsonObject;
  idMap: IdMapDraft;
}

async function meet(pass: Pass, page: readonly JsonObject[]): Promise<Candidate[]> {
  const records = identify(pass, page);
  const known = await readIdMaps(pass.database, pass.scope, { externalIds: [...records.keys()] });
  return [...records].map(([externalId, external]) => ({
    external,
    idMap: known.byExternalId.get(externalId) ?? Object.assign(newIdMap(pass.scope), { externalId }),
  }));
}

/** By id; where a page has a record twice, the last one counts. */
function identify(pass: Pass, page: readonly JsonObject[]): Map<string, JsonObject> {
  const records = new Map<string, JsonObject>();
  for (const record of page) {
    try {
      records.set(String(pass.entity.idFromExternal(record)), record);
    } catch (error) {
      pass.counts.toConnec.failed += 1;
      pass.context.log.warn({ err: error }, 'an external record has no id to be read');
    }
  }
  return records;
}

/** The record as it is to be sent, or undefined where it is not. Id maps that change all the same are touched. */
function consider(
  pass: Pass,
  candidate: Candidate,
  changes: ConnecChanges,
  touched: Set<IdMapDraft>,
): ToConnec | undefined {
  const { idMap } = candidate;
  try {
    const item = mayTravel(pass, candidate, touched) ? toSend(pass, candidate, changes) : undefined;
    if (!item) pass.counts.toConnec.skipped += 1;
    return item;
  } catch (error) {
    pass.counts.toConnec.failed += 1;
    failed(idMap, pass.now(), 'connec', messageOf(error));
    touched.add(idMap);
    pass.context.log.warn({ externalId: idMap.externalId }, 'an external record could not be mapped');
    return undefined;
  }
}

/** Contract 159 to 163 and 176. */
function mayTravel(pass: Pass, { external, idMap }: Candidate, touched: Set<IdMapDraft>): boolean {
  const { entity } = pass;
  if (isTooOld(pass, entity.createdAtFromExternal(external)) || !idMap.toConnec) return false;

  const inactive = entity.inactiveFromExternal(external);
  const name = entity.nameFromExternal(external) ?? null;
  if (idMap.externalInactive !== inactive || idMap.name !== name) touched.add(idMap);
  idMap.externalInactive = inactive;
  idMap.name = name;
  return !inactive && (entity.canUpdateConnec || idMap.connecId === null);
}

function toSend(pass: Pass, { external, idMap }: Candidate, changes: ConnecChanges): ToConnec | undefined {
  const updatedAt = instantOf(pass.entity.updatedAtFromExternal(external));
  const record = mapToConnec(pass, external, idMap);
  const hash = fingerprint(record);
  if (isKnown(pass, idMap, hash, updatedAt)) return undefined;

  const conflict = changes.byExternalId.get(idMap.externalId ?? '');
  const settled: Settled = conflict
    ? settleConflict(pass, idMap, record, updatedAt, conflict)
    : { send: record };
  if (settled.lost) changes.lost.add(idMap.externalId ?? '');
  return settled.send && { idMap, external, record: settled.send, whole: record, hash, updatedAt };
}

/** The hub has this content already, or has had a newer one: it was read late. */
function isKnown(pass: Pass, idMap: IdMapDraft, hash: string, updatedAt: number | undefined): boolean {
  if (pass.context.options.fullSync) return false;
  const seen = idMap.externalVersion?.getTime();
  const older = seen !== undefined && updatedAt !== undefined && updatedAt < seen;
  return older || hash === idMap.connecHash;
}
