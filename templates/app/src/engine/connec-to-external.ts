import type { ConnecChanges } from './connec-changes.ts';
import { messageOf } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, type IdMaps, newIdMap, readIdMaps, removeTwins, saveIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { failed, waits } from './outcome.ts';
import { isTooOld, lookUpPage, mapToExternal, type Pass } from './pass.ts';
import { pushToExternal, type ToExternal } from './push-to-external.ts';
import type { JsonObject } from './record.ts';
import { type Unfolded, unfold, unknownIds } from './references.ts';
import { readSiblings } from './siblings.ts';

/** Writes to the external application what a page of hub records has that it does not have yet. */
export async function writePage(
  pass: Pass,
  page: readonly JsonObject[],
  changes: ConnecChanges,
): Promise<void> {
  const { entity, context, counts } = pass;
  counts.toExternal.fetched += page.length;
  const wanted = page.filter((record) => entity.takesFromConnec(record, context));
  counts.toExternal.skipped += page.length - wanted.length;

  const touched = new Set<IdMapDraft>();
  const candidates = await meet(pass, wanted, touched);
  const items = candidates.flatMap((candidate) => consider(pass, candidate, changes, touched) ?? []);
  await pushToExternal(pass, items);
  for (const { idMap } of items) touched.delete(idMap);
  await saveIdMaps(pass.database, [...touched], pass.now());
}

/** A hub record with its id map. */
interface Candidate extends Unfolded {
  connec: JsonObject;
  idMap: IdMapDraft;
}

async function meet(pass: Pass, page: readonly JsonObject[], touched: Set<IdMapDraft>): Promise<Candidate[]> {
  const records = identify(pass, page);
  const siblings = await readSiblings(pass, [...records.keys()]);
  const known = await readIdMaps(pass.database, pass.scope, {
    connecIds: [...records.keys()],
    externalIds: [...records.values()].flatMap((record) => ownExternalId(pass, record, siblings) ?? []),
  });
  const candidates = [...records.values()].map((record): Candidate => {
    const externalId = ownExternalId(pass, record, siblings);
    return { ...record, externalId, idMap: find(known, { ...record, externalId }) ?? newIdMap(pass.scope) };
  });
  const acquainted = candidates.filter((candidate) => introduce(pass, candidate, touched));
  await removeTwins(
    pass.database,
    pass.scope,
    acquainted.map(({ idMap }) => idMap),
  );
  await lookUpPage(pass, 'toExternal', candidates, siblings);
  return candidates;
}

/** By hub id; where a page has a record twice, the last one counts. */
function identify(pass: Pass, page: readonly JsonObject[]): Map<string, Unfolded & { connec: JsonObject }> {
  const records = new Map<string, Unfolded & { connec: JsonObject }>();
  for (const connec of page) {
    const record = unfold(connec, pass.references, pass.ours, pass.partIds);
    if (record.connecId !== undefined) records.set(record.connecId, { ...record, connec });
    else skip(pass, {}, 'a hub record has no hub id');
  }
  return records;
}

/** Our id in the hub's record, unless it is the id of another part of the entity: a lead that was a contact. */
function ownExternalId(
  pass: Pass,
  { externalId, connecId = '' }: Unfolded,
  siblings: Pass['page']['siblings'],
) {
  if (pass.entity.sharedIdFromExternal) return undefined;
  const others = Object.entries(siblings.get(connecId) ?? {});
  const taken = others.some(
    ([name, idMap]) => name !== pass.scope.externalEntity && idMap.externalId === externalId,
  );
  return taken ? undefined : externalId;
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
  const unknownToHub = idMap.externalId !== null && externalId === undefined;
  if (unknownToHub && !pass.entity.sharedIdFromExternal) idMap.writeBackPending = true;
  return first;
}

function consider(
  pass: Pass,
  candidate: Candidate,
  changes: ConnecChanges,
  touched: Set<IdMapDraft>,
): ToExternal | undefined {
  const { idMap } = candidate;
  const why = reasonNotTo(pass, candidate, changes);
  if (why) return skip(pass, { connecId: idMap.connecId }, why);
  if (candidate.missing.length > 0) {
    wait(pass, candidate);
    touched.add(idMap);
    return skip(pass, { connecId: idMap.connecId, missing: candidate.missing }, 'waits for a reference');
  }
  try {
    return toWrite(pass, candidate);
  } catch (error) {
    pass.counts.toExternal.failed += 1;
    failed(idMap, pass.now(), 'external', messageOf(error));
    touched.add(idMap);
    pass.context.log.warn({ connecId: idMap.connecId }, 'a hub record could not be mapped');
    return undefined;
  }
}

/** Contract 148, 152, 153 and 186. */
function reasonNotTo(pass: Pass, { connec, idMap }: Candidate, changes: ConnecChanges): string | undefined {
  if (isTooOld(pass, connec.created_at)) return 'older than what is shared';
  if (idMap.externalInactive) return 'inactive';
  if (!idMap.toExternal) return 'switched off';
  if (idMap.createKey !== null) return 'its creation is not settled';
  if (!pass.entity.canUpdateExternal && idMap.externalId !== null) return 'not to be updated';
  if (changes.lost.has(idMap.externalId ?? '')) return 'external was kept';
  return isStale(pass, idMap, instantOf(connec.updated_at)) ? 'read late' : undefined;
}

function isStale(pass: Pass, idMap: IdMapDraft, updatedAt: number | undefined): boolean {
  if (pass.context.options.fullSync || idMap.connecVersion === null || updatedAt === undefined) return false;
  return updatedAt < idMap.connecVersion.getTime();
}

function wait(pass: Pass, { connec, missing, idMap }: Candidate): void {
  const [path = ''] = missing;
  const reference = pass.references.find((candidate) => candidate.join('/') === path);
  const [connecId = ''] = reference ? unknownIds(connec, reference, pass.ours) : [];
  waits(idMap, pass.now(), connecId, path);
}

function toWrite(pass: Pass, { idMap, connec, record }: Candidate): ToExternal | undefined {
  const mapped = mapToExternal(pass, record, idMap);
  const hash = fingerprint(mapped);
  if (idMap.externalId !== null && hash === idMap.externalHash && !isSentAgain(pass, idMap)) {
    return skip(pass, { connecId: idMap.connecId }, 'external has it already');
  }
  return { idMap, connec, record, mapped, hash, updatedAt: instantOf(connec.updated_at) };
}

/** A full run sends everything again, but not what it has itself just brought from external. */
function isSentAgain({ context, startedAt }: Pass, { lastPushToConnec }: IdMapDraft): boolean {
  return context.options.fullSync === true && (lastPushToConnec === null || lastPushToConnec < startedAt);
}

function skip(pass: Pass, fields: object, why: string): undefined {
  pass.counts.toExternal.skipped += 1;
  pass.context.log.debug(fields, why);
}
