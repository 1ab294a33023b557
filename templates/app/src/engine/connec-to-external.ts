import { archiveInExternal } from './archive-in-external.ts';
import { type ConnecCandidate, meetConnecRecords } from './connec-candidates.ts';
import type { ConnecChanges } from './connec-changes.ts';
import { isUnanswered, messageOf } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, removeIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { lookUpPage, mapToExternal } from './mapping.ts';
import { reasonNotToWrite } from './may-be-written.ts';
import { failed as hasFailed, isLeft, nothingLeft, waits } from './outcome.ts';
import { isOwnWrite } from './own-write.ts';
import { holderOf, type Pass, sendsToConnec } from './pass.ts';
import { pushToExternal, type ToExternal } from './push-to-external.ts';
import type { JsonObject } from './record.ts';
import { unknownIds } from './references.ts';
import { savePage } from './save-page.ts';
import { forgetWhatIsGone, mayBeUnmatched } from './unmatched.ts';
import { mayBeTold, writeBack } from './write-back.ts';

/** Writes to the external application what a page of hub records has that it does not have yet. */
export async function writePage(
  pass: Pass,
  page: readonly JsonObject[],
  changes: ConnecChanges,
): Promise<void> {
  const { counts, context } = pass;
  counts.toExternal.fetched += page.length;
  const { candidates, siblings, failed } = await meetConnecRecords(pass, page);
  counts.toExternal.failed += failed;
  counts.toExternal.skipped += page.length - candidates.length - failed;

  const touched = new Set<IdMapDraft>();
  for (const candidate of candidates) introduce(pass, candidate, touched);
  await removeIdMaps(
    holderOf(pass),
    candidates.flatMap(({ leftover }) => leftover?.id ?? []),
  );
  const travelling = await archiveInExternal(pass, candidates, changes, touched);
  await lookUpPage(pass, 'toExternal', travelling, siblings);
  await forgetWhatIsGone(
    pass,
    travelling.flatMap(({ idMap, record }) => (idMap.externalId === null ? [record] : [])),
  );
  const items = travelling.flatMap((candidate) => consider(pass, candidate, changes, touched) ?? []);
  context.log.debug({ fetched: page.length, written: items.length }, 'page of Connec!');
  await pushToExternal(pass, items);
  for (const { idMap } of items) touched.delete(idMap);
  const untold = [...touched].filter((idMap) => mayBeTold(idMap, pass.now()));
  await savePage(pass, [...touched]);
  await writeBack(
    pass,
    untold.map((idMap) => ({ idMap })),
  );
}

/** Completes the id map by what the hub knows, whether the record will travel or not (contract 151). */
function introduce(
  pass: Pass,
  { idMap, connec, connecId, externalId, hubKnowsUs }: ConnecCandidate,
  touched: Set<IdMapDraft>,
): void {
  const name = nameOf(pass, connec);
  const changed = idMap.connecId !== connecId || idMap.name !== name;
  if (idMap.id !== undefined && changed) touched.add(idMap);
  idMap.name = name;
  idMap.connecId = connecId;
  idMap.externalId ??= externalId ?? null;
  if (idMap.externalId === null || hubKnowsUs || pass.entity.sharedIdFromExternal) return;
  idMap.writeBackPending = true;
  if (idMap.id !== undefined) touched.add(idMap);
}

/** A record without a readable name travels all the same. */
function nameOf(pass: Pass, connec: JsonObject): string | null {
  try {
    return pass.entity.nameFromConnec(connec) ?? null;
  } catch {
    return null;
  }
}

function consider(
  pass: Pass,
  candidate: ConnecCandidate,
  changes: ConnecChanges,
  touched: Set<IdMapDraft>,
): ToExternal | undefined {
  const { idMap, missing } = candidate;
  const why = reasonNotToWrite(pass, candidate);
  if (why) return skip(pass, { connecId: idMap.connecId }, why);
  if (changes.lost.has(idMap.externalId ?? ''))
    return skip(pass, { connecId: idMap.connecId }, 'external was kept');
  if (missing.length > 0) {
    wait(pass, candidate);
    touched.add(idMap);
    return skip(pass, { connecId: idMap.connecId, missing }, 'waits for a reference');
  }
  if (idMap.externalId === null && mayBeUnmatched(pass, candidate.record)) {
    hasFailed(
      idMap,
      pass.now(),
      'external',
      `Connec! has yet to say whether ${pass.externalName} has it`,
      true,
    );
    touched.add(idMap);
    return skip(pass, { connecId: idMap.connecId }, 'may be a record that Connec! did not take');
  }
  try {
    const contested = changes.contested.has(idMap.externalId ?? '');
    return toWrite(pass, candidate, contested, touched);
  } catch (error) {
    pass.counts.toExternal.failed += 1;
    hasFailed(idMap, pass.now(), 'external', messageOf(error), isUnanswered(error));
    touched.add(idMap);
    pass.context.log.warn({ connecId: idMap.connecId }, 'a hub record could not be mapped');
    return undefined;
  }
}

function wait(pass: Pass, { connec, missing, idMap }: ConnecCandidate): void {
  const [path = ''] = missing;
  const reference = pass.references.find((candidate) => candidate.join('/') === path);
  const [connecId = ''] = reference ? unknownIds(connec, reference, pass.ours) : [];
  waits(idMap, pass.now(), connecId, path);
}

function toWrite(
  pass: Pass,
  { idMap, connec, record }: ConnecCandidate,
  contested: boolean,
  touched: Set<IdMapDraft>,
): ToExternal | undefined {
  if (isOwnWrite(idMap, 'connec', record) && mayUpdateConnec(pass, idMap))
    return skip(pass, { connecId: idMap.connecId }, 'is from external, which is sent once more');
  const { metadata } = idMap;
  const mapped = mapToExternal(pass, record, idMap);
  const hash = fingerprint(mapped);
  if (idMap.externalId !== null && hash === idMap.externalHash && !isSentAgain(pass, idMap)) {
    if (isLeft(idMap, 'external')) nothingLeft(idMap, pass.now());
    else if (idMap.metadata === metadata) return skip(pass, { connecId: idMap.connecId }, equal);
    touched.add(idMap);
    return skip(pass, { connecId: idMap.connecId }, equal);
  }
  return { idMap, connec, record, mapped, hash, updatedAt: instantOf(connec.updated_at), contested };
}

const mayUpdateConnec = (pass: Pass, { toConnec }: IdMapDraft) =>
  sendsToConnec(pass) && toConnec && pass.entity.canUpdateConnec;

const equal = 'external has it already';

/** A full run sends everything again, but not what it has itself just brought from external. */
function isSentAgain({ context, startedAt }: Pass, { lastPushToConnec }: IdMapDraft): boolean {
  return context.options.fullSync === true && (lastPushToConnec === null || lastPushToConnec < startedAt);
}

function skip(pass: Pass, fields: object, why: string): undefined {
  pass.counts.toExternal.skipped += 1;
  pass.context.log.debug(fields, why);
}
