import type { ConnecChanges } from './connec-changes.ts';
import { messageOf } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, type IdMaps, newIdMap, readIdMaps, removeTwins, saveIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { ahead, slices } from './pages.ts';
import { isTooOld, mapToExternal, type Pass, pageSize, unfolded } from './pass.ts';
import { pushToExternal, type ToExternal } from './push-to-external.ts';
import type { JsonObject } from './record.ts';
import type { Unfolded } from './references.ts';

/** Takes what changed in the hub, page by page, and writes to the external application what it does not have yet. */
export async function connecToExternal(
  pass: Pass,
  pages: AsyncIterable<JsonObject[]>,
  changes: ConnecChanges,
): Promise<void> {
  for await (const page of ahead(slices(pages, pageSize))) await writePage(pass, page, changes);
}

/** A hub record with its id map. */
interface Candidate extends Unfolded {
  connec: JsonObject;
  idMap: IdMapDraft;
}

async function writePage(pass: Pass, page: JsonObject[], changes: ConnecChanges): Promise<void> {
  pass.counts.toExternal.fetched += page.length;
  const touched = new Set<IdMapDraft>();
  const acquainted: IdMapDraft[] = [];
  const items: ToExternal[] = [];
  for (const candidate of await candidates(pass, page)) {
    if (introduce(pass, candidate, touched)) acquainted.push(candidate.idMap);
    const item = consider(pass, candidate, changes, touched);
    if (item) items.push(item);
  }
  await removeTwins(pass.database, pass.scope, acquainted);
  await pushToExternal(pass, items);
  for (const { idMap } of items) touched.delete(idMap);
  await saveIdMaps(pass.database, [...touched], pass.now());
}

/** By hub id; where a page has a record twice, the last one counts. */
async function candidates(pass: Pass, page: JsonObject[]): Promise<Candidate[]> {
  const records = new Map<string, Unfolded & { connec: JsonObject }>();
  for (const connec of page) {
    const record = unfolded(pass, connec);
    if (record.connecId !== undefined) records.set(record.connecId, { ...record, connec });
    else skip(pass, {}, 'a hub record has no hub id');
  }
  const known = await readIdMaps(pass.database, pass.scope, {
    connecIds: [...records.keys()],
    externalIds: [...records.values()].flatMap((record) => record.externalId ?? []),
  });
  return [...records.values()].map((record) => ({
    ...record,
    idMap: find(known, record) ?? newIdMap(pass.scope),
  }));
}

/** Our own id says which record it is; the hub's id only where the hub does not know ours (improvement 1.5, 1.6). */
function find(known: IdMaps, { externalId, connecId }: Unfolded): IdMapDraft | undefined {
  return known.byExternalId.get(externalId ?? '') ?? known.byConnecId.get(connecId ?? '');
}

/** Completes the id map by what the hub knows. True where it had not met the hub record before. */
function introduce(
  pass: Pass,
  { idMap, connec, connecId, externalId }: Candidate,
  touched: Set<IdMapDraft>,
): boolean {
  const first = idMap.id !== undefined && idMap.connecId === null;
  const name = pass.entity.nameFromConnec(connec) ?? null;
  if (first || (idMap.id !== undefined && idMap.name !== name)) touched.add(idMap);
  idMap.name = name;
  idMap.connecId ??= connecId ?? null;
  idMap.externalId ??= externalId ?? null;
  if (idMap.externalId !== null && externalId === undefined) idMap.writeBackPending = true;
  return first;
}

function consider(
  pass: Pass,
  candidate: Candidate,
  changes: ConnecChanges,
  touched: Set<IdMapDraft>,
): ToExternal | undefined {
  const { idMap, connec, record, missing } = candidate;
  const updatedAt = instantOf(connec.updated_at);
  if (
    !mayTravel(pass, candidate) ||
    changes.lost.has(idMap.externalId ?? '') ||
    isStale(pass, idMap, updatedAt)
  ) {
    return skip(pass, { connecId: idMap.connecId }, 'not to be sent');
  }
  if (missing.length > 0) {
    idMap.message = `Waits for ${missing.join(', ')} to be synchronized`;
    touched.add(idMap);
    return skip(pass, { connecId: idMap.connecId, missing }, 'waits for a reference');
  }
  try {
    const mapped = mapToExternal(pass, record, idMap);
    const hash = fingerprint(mapped);
    const same = idMap.externalId !== null && hash === idMap.externalHash && !pass.context.options.fullSync;
    if (same) return skip(pass, { connecId: idMap.connecId }, 'external has it already');
    return { idMap, connec: record, mapped, hash, updatedAt };
  } catch (error) {
    idMap.message = messageOf(error).slice(0, 255);
    touched.add(idMap);
    pass.counts.toExternal.failed += 1;
    pass.context.log.warn({ connecId: idMap.connecId }, 'a hub record could not be mapped');
    return undefined;
  }
}

/** Contract 148, 152 and 186. */
function mayTravel(pass: Pass, { connec, idMap }: Candidate): boolean {
  if (isTooOld(pass, connec.created_at) || idMap.externalInactive || !idMap.toExternal) return false;
  return pass.entity.canUpdateExternal || idMap.externalId === null;
}

/** Older than what was already seen: read late, or notified late. */
function isStale(pass: Pass, idMap: IdMapDraft, updatedAt: number | undefined): boolean {
  if (pass.context.options.fullSync || idMap.connecVersion === null || updatedAt === undefined) return false;
  return updatedAt < idMap.connecVersion.getTime();
}

function skip(pass: Pass, fields: object, why: string): undefined {
  pass.counts.toExternal.skipped += 1;
  pass.context.log.debug(fields, why);
}
