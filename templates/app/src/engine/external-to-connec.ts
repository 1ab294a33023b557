import { winner } from './conflict.ts';
import type { ConnecChanges } from './connec-changes.ts';
import { messageOf } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, newIdMap, readIdMaps, saveIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { ahead, slices } from './pages.ts';
import { isTooOld, mapToConnec, type Pass, pageSize } from './pass.ts';
import { pushToConnec, type ToConnec } from './push-to-connec.ts';
import type { JsonObject } from './record.ts';

/**
 * Reads what changed in the external application, page by page, and sends to the hub what it does not have yet.
 * @returns how many records were sent.
 */
export async function externalToConnec(
  pass: Pass,
  pages: AsyncIterable<JsonObject[]>,
  changes: ConnecChanges,
): Promise<number> {
  let sent = 0;
  for await (const page of ahead(slices(pages, pageSize))) sent += await sendPage(pass, page, changes);
  return sent;
}

async function sendPage(pass: Pass, page: JsonObject[], changes: ConnecChanges): Promise<number> {
  pass.counts.toConnec.fetched += page.length;
  const records = identify(pass, page);
  const known = await readIdMaps(pass.database, pass.scope, { externalIds: [...records.keys()] });
  const touched = new Set<IdMapDraft>();
  const items: ToConnec[] = [];
  for (const [id, external] of records) {
    const idMap = known.byExternalId.get(id) ?? { ...newIdMap(pass.scope), externalId: id };
    const item = consider(pass, external, idMap, changes, touched);
    if (item) items.push(item);
  }
  await pushToConnec(pass, items);
  for (const { idMap } of items) touched.delete(idMap);
  await saveIdMaps(pass.database, [...touched], pass.now());
  return items.length;
}

/** By id; where a page has a record twice, the last one counts. */
function identify(pass: Pass, page: JsonObject[]): Map<string, JsonObject> {
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
  external: JsonObject,
  idMap: IdMapDraft,
  changes: ConnecChanges,
  touched: Set<IdMapDraft>,
): ToConnec | undefined {
  const counts = pass.counts.toConnec;
  try {
    if (!mayTravel(pass, external, idMap, touched)) {
      counts.skipped += 1;
      return undefined;
    }
    const updatedAt = instantOf(pass.entity.updatedAtFromExternal(external));
    const record = mapToConnec(pass, external, idMap);
    const hash = fingerprint(record);
    if (isKnown(pass, idMap, hash, updatedAt) || !wins(pass, idMap, changes, updatedAt)) {
      counts.skipped += 1;
      return undefined;
    }
    return { idMap, external, record, hash, updatedAt };
  } catch (error) {
    counts.failed += 1;
    idMap.message = messageOf(error).slice(0, 255);
    touched.add(idMap);
    pass.context.log.warn({ externalId: idMap.externalId }, 'an external record could not be mapped');
    return undefined;
  }
}

/** Contract 159 to 163 and 176. */
function mayTravel(pass: Pass, external: JsonObject, idMap: IdMapDraft, touched: Set<IdMapDraft>): boolean {
  const { entity } = pass;
  if (isTooOld(pass, entity.createdAtFromExternal(external)) || !idMap.toConnec) return false;

  const inactive = entity.inactiveFromExternal(external);
  const name = entity.nameFromExternal(external) ?? null;
  if (idMap.externalInactive !== inactive || idMap.name !== name) touched.add(idMap);
  idMap.externalInactive = inactive;
  idMap.name = name;
  return !inactive && (entity.canUpdateConnec || idMap.connecId === null);
}

/** The hub has this content already, or has had a newer one: it was read late. */
function isKnown(pass: Pass, idMap: IdMapDraft, hash: string, updatedAt: number | undefined): boolean {
  if (pass.context.options.fullSync) return false;
  const seen = idMap.externalVersion?.getTime();
  const older = seen !== undefined && updatedAt !== undefined && updatedAt < seen;
  return older || hash === idMap.connecHash;
}

/** Where both sides changed, decides; what Connec! loses here is not sent to external later in the run. */
function wins(pass: Pass, idMap: IdMapDraft, changes: ConnecChanges, updatedAt: number | undefined): boolean {
  const id = idMap.externalId ?? '';
  if (!changes.instants.has(id)) return true;
  const kept = winner(pass.context.options, changes.instants.get(id), updatedAt);
  if (kept === 'external') changes.lost.add(id);
  pass.counts[kept === 'external' ? 'toConnec' : 'toExternal'].conflicts += 1;
  pass.context.log.info({ externalId: id, kept }, 'changed on both sides');
  return kept === 'external';
}
