import { settleConflict } from './conflict.ts';
import { type ConnecChanges, noteConnecChanges } from './connec-changes.ts';
import { isUnanswered, messageOf, RecordError } from './errors.ts';
import { fetchConnec } from './fetch-both.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, newIdMap, readIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { lookUpPage, mapToConnec } from './mapping.ts';
import { failed, hasFailedSince, isBack, isLeft, nothingLeft } from './outcome.ts';
import { isOwnWrite } from './own-write.ts';
import { isTooOld, type Pass, pageSize, sendsToExternal } from './pass.ts';
import { pushToConnec, type ToConnec } from './push-to-connec.ts';
import { isBlank, type JsonObject } from './record.ts';
import { savePage } from './save-page.ts';

/**
 * Sends to the hub what a page of external records has that it does not have yet.
 *
 * @returns what was sent, as the hub has it now, by hub id.
 */
export async function sendPage(
  pass: Pass,
  page: readonly JsonObject[],
  changes: ConnecChanges,
): Promise<Map<string, JsonObject>> {
  const { counts, context } = pass;
  counts.toConnec.fetched += page.length;
  const touched = new Set<IdMapDraft>();
  const candidates = await meet(pass, page);
  if (context.options.fullSync) await lookAgain(pass, candidates, changes);
  await lookUpPage(
    pass,
    'toConnec',
    candidates.map(({ external, idMap }) => ({ record: external, idMap })),
  );
  const items = candidates.flatMap((candidate) => consider(pass, candidate, changes, touched) ?? []);
  context.log.debug({ fetched: page.length, sent: items.length }, 'page of external');
  const answers = await pushToConnec(pass, items);
  for (const { idMap } of items) touched.delete(idMap);
  await savePage(pass, [...touched], { last: true });
  return answers;
}

/** A full run sends what nobody has changed, too: not over what somebody has changed in the hub since it began. */
async function lookAgain(
  pass: Pass,
  candidates: readonly Candidate[],
  changes: ConnecChanges,
): Promise<void> {
  if (!sendsToExternal(pass)) return;
  const known = candidates.flatMap(({ idMap }) => (idMap.connecId === null ? [] : [idMap]));
  for (let start = 0; start < known.length; start += pageSize)
    await noteConnecChanges(pass, await fetchConnec(pass, known.slice(start, start + pageSize)), changes);
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
    const id = idOf(pass, record);
    if (id !== undefined) records.set(id, record);
  }
  return records;
}

/** undefined: not for this part, or a hook failed on the record, which stays alone with that. */
function idOf({ entity, context, counts }: Pass, record: JsonObject): string | undefined {
  try {
    if (!entity.takesFromExternal(record, context)) {
      counts.toConnec.skipped += 1;
      return undefined;
    }
    const id = entity.idFromExternal(record);
    if (isBlank(id)) throw new RecordError('it has no id');
    return String(id);
  } catch (error) {
    counts.toConnec.failed += 1;
    context.log.warn({ reason: messageOf(error) }, 'an external record cannot be told apart');
    return undefined;
  }
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
    const item = mayTravel(pass, candidate, touched) ? toSend(pass, candidate, changes, touched) : undefined;
    if (!item) pass.counts.toConnec.skipped += 1;
    return item;
  } catch (error) {
    pass.counts.toConnec.failed += 1;
    failed(idMap, pass.now(), 'connec', messageOf(error), isUnanswered(error));
    touched.add(idMap);
    pass.context.log.warn({ externalId: idMap.externalId }, 'an external record could not be mapped');
    return undefined;
  }
}

/** Contract 159 to 163 and 176. */
function mayTravel(pass: Pass, { external, idMap }: Candidate, touched: Set<IdMapDraft>): boolean {
  const { entity } = pass;
  if (isTooOld(pass, entity.createdAtFromExternal(external)) || !idMap.toConnec) return false;
  if (hasFailedSince(idMap, 'connec', pass.startedAt)) return false;

  const inactive = entity.inactiveFromExternal(external);
  const name = entity.nameFromExternal(external) ?? null;
  if (idMap.externalInactive !== inactive || idMap.name !== name) touched.add(idMap);
  if (idMap.externalInactive && !inactive && idMap.connecId !== null) isBack(idMap, pass.now());
  idMap.externalInactive = inactive;
  idMap.name = name;
  if (inactive && (isLeft(idMap, 'connec') || isLeft(idMap, 'external'))) {
    nothingLeft(idMap, pass.now());
    touched.add(idMap);
  }
  return !inactive && (entity.canUpdateConnec || idMap.connecId === null);
}

function toSend(
  pass: Pass,
  { external, idMap }: Candidate,
  changes: ConnecChanges,
  touched: Set<IdMapDraft>,
): ToConnec | undefined {
  const updatedAt = instantOf(pass.entity.updatedAtFromExternal(external));
  const { metadata } = idMap;
  const record = mapToConnec(pass, external, idMap);
  if (idMap.metadata !== metadata) touched.add(idMap);
  const hash = fingerprint(record);
  if (isKnown(pass, idMap, hash, updatedAt)) {
    if (hash === idMap.connecHash && isLeft(idMap, 'connec')) {
      nothingLeft(idMap, pass.now());
      touched.add(idMap);
    }
    return undefined;
  }
  const conflict = changes.byExternalId.get(idMap.externalId ?? '');
  if (isFromConnec(pass, external, idMap, hash, conflict !== undefined)) return undefined;
  if (!conflict)
    return { idMap, external, record, whole: record, hash, updatedAt, contested: !changes.compared };
  const { send, lost } = settleConflict(pass, idMap, record, updatedAt, conflict);
  touched.add(idMap);
  changes.contested.add(idMap.externalId ?? '');
  if (lost) changes.lost.add(idMap.externalId ?? '');
  return send && { idMap, external, record: send, whole: record, hash, updatedAt, contested: true };
}

/**
 * Nobody has edited it in external since it got there from the hub: the hub's record goes there once more, whatever
 * the dates. Elsewhere than in a full run, what is as it was is not looked at.
 */
function isFromConnec(
  pass: Pass,
  external: JsonObject,
  idMap: IdMapDraft,
  hash: string,
  isChangedInConnec: boolean,
): boolean {
  const { entity, context } = pass;
  if (!sendsToExternal(pass) || !idMap.toExternal || !entity.canUpdateExternal) return false;
  if (isChangedInConnec && hash === idMap.connecHash) return context.options.connecPreemption === undefined;
  return (isChangedInConnec || idMap.externalHash === null) && isOwnWrite(idMap, 'external', external);
}

/** The hub has this content already, or has had a newer one: it was read late. */
function isKnown(pass: Pass, idMap: IdMapDraft, hash: string, updatedAt: number | undefined): boolean {
  if (pass.context.options.fullSync) return false;
  const seen = idMap.externalVersion?.getTime();
  const older = seen !== undefined && updatedAt !== undefined && updatedAt < seen;
  return older || hash === idMap.connecHash;
}
