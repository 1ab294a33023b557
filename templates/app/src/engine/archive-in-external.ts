import type { ConnecCandidate } from './connec-candidates.ts';
import type { ConnecChanges } from './connec-changes.ts';
import { messageOf, RecordError, RecordNotFoundError, RunError } from './errors.ts';
import { recordIsGone } from './gone.ts';
import type { IdMapDraft } from './id-maps.ts';
import { reasonNotToWrite } from './may-be-written.ts';
import { watch } from './outage.ts';
import { failed, isLeft, nothingLeft, succeeded } from './outcome.ts';
import { each } from './pages.ts';
import type { Pass } from './pass.ts';

/**
 * Does in external what `archiveExternal` says, for those of a page that the hub has archived (improvement 1.17).
 *
 * @param touched gets the id maps that change by it.
 * @returns the others, which travel. So does one that somebody has made active in external since.
 */
export async function archiveInExternal(
  pass: Pass,
  candidates: readonly ConnecCandidate[],
  changes: ConnecChanges,
  touched: Set<IdMapDraft>,
): Promise<readonly ConnecCandidate[]> {
  if (!pass.entity.archiveExternal) return candidates;
  const others = candidates.filter((candidate) => travels(candidate, touched));
  const archived = candidates.filter((candidate) => !others.includes(candidate));
  await each(archived, pass.entity.concurrency, async (candidate) => {
    if (await archive(pass, candidate, changes)) touched.add(candidate.idMap);
    else pass.counts.toExternal.skipped += 1;
  });
  return others;
}

function travels({ connec, idMap }: ConnecCandidate, touched: Set<IdMapDraft>): boolean {
  const { archived, ...others } = JSON.parse(idMap.metadata);
  if (connec.status === 'ARCHIVED') return archived === true;
  if (archived) {
    idMap.metadata = JSON.stringify(others);
    touched.add(idMap);
  }
  return true;
}

/** @returns whether anything came of it. */
async function archive(pass: Pass, candidate: ConnecCandidate, changes: ConnecChanges): Promise<boolean> {
  const { idMap } = candidate;
  const { externalId } = idMap;
  if (externalId === null) return forget(pass, idMap);
  if (changes.lost.has(externalId) || reasonNotToWrite(pass, candidate)) return false;
  const error = await attempt(pass, externalId);
  if (!error) succeed(pass, idMap);
  else if (error instanceof RecordNotFoundError) recordIsGone(pass, idMap);
  else fail(pass, idMap, error);
  watch(pass.outages.external, pass.externalName, error);
  return true;
}

/** Nothing is left to do for a record that external never had. */
function forget(pass: Pass, idMap: IdMapDraft): boolean {
  if (idMap.id === undefined || idMap.createKey !== null || !isLeft(idMap, 'external')) return false;
  nothingLeft(idMap, pass.now());
  return true;
}

async function attempt({ entity, context, lease }: Pass, externalId: string): Promise<Error | undefined> {
  await lease.check();
  try {
    await entity.archiveExternal?.(context, externalId);
    return undefined;
  } catch (error) {
    if (error instanceof RunError) throw error;
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

function succeed({ counts, now, externalName }: Pass, idMap: IdMapDraft): void {
  const what = `Was archived in Connec!, and in ${externalName} with it`;
  counts.toExternal.updated += 1;
  succeeded(idMap, now(), what);
  idMap.metadata = JSON.stringify({ ...JSON.parse(idMap.metadata), archived: true });
  Object.assign(idMap, { externalInactive: true, message: what });
}

function fail(pass: Pass, idMap: IdMapDraft, error: Error): void {
  const { counts, context, externalName, now } = pass;
  counts.toExternal.failed += 1;
  failed(idMap, now(), 'external', `${externalName}: ${messageOf(error)}`, !(error instanceof RecordError));
  context.log.warn({ connecId: idMap.connecId, externalId: idMap.externalId }, 'external refused a record');
}
