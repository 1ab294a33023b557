import type { ConnecChanges } from './connec-changes.ts';
import type { IdMap, Prisma } from './database.ts';
import { sendPage } from './external-to-connec.ts';
import { fetchBoth, fetchExternal } from './fetch-both.ts';
import type { IdMapDraft } from './id-maps.ts';
import { mayBeInConnec } from './own-write.ts';
import { type Pass, pageSize, sendsToConnec, sendsToExternal } from './pass.ts';
import { recoverCreations } from './recover-creations.ts';
import { synchronizeFew } from './synchronize-few.ts';
import { mayHaveTwins, recallUnmatched } from './unmatched.ts';
import { writeBack } from './write-back.ts';

/**
 * Sees to the records that earlier runs left something to do for: creations whose outcome is not known, ids that
 * the hub has yet to take, records that waited for another one, and those that failed and are due again. They are
 * fetched by their ids: reading what changed would not bring them (improvements 1.8, 1.12, 1.13).
 */
export async function attend(pass: Pass): Promise<void> {
  await recallUnmatched(pass);
  await eachDuePage(pass, {}, (due, now) => attendPage(pass, due, now));
}

/**
 * The same for what external does not have yet, and may have by another way: what it has is offered to the hub
 * first, which may say that they are one.
 */
export async function attendCreations(pass: Pass): Promise<void> {
  if (!mayHaveTwins(pass) || pass.entity.singleton) return;
  const where = { connecId: { not: null }, externalId: null, createKey: null };
  await eachDuePage(pass, where, async (due, now) => {
    const released = await releasedFromWaiting(pass, due);
    const again = due.filter(({ waitingFor }) => waitingFor === null || released.has(waitingFor));
    await tryAgain(pass, again, now);
  });
}

/**
 * The same for what may have been created in the hub without an answer: it may have been edited there since, which is
 * known when the hub has been read.
 */
export async function attendUnanswered(pass: Pass, changes: ConnecChanges): Promise<void> {
  if (pass.entity.singleton) return;
  // Said to the database, that the hub's id is not known would lead SQLite to the index of the hub's ids.
  await eachDuePage(pass, { begunWrites: { not: null } }, async (due, now) => {
    const unanswered = due.filter(mayBeInConnec);
    await sendPage(pass, await fetchExternal(pass, unanswered, 'connec'), changes);
    await forgetWhatIsDone(pass, unanswered, now);
  });
}

/** Only the creations of which nobody knows: before records of the application come in by another way than a run. */
export async function settleCreations(pass: Pass): Promise<void> {
  const where = { ...pass.scope, createKey: { not: null }, parkedAt: null, dueAt: { lte: pass.now() } };
  await recoverCreations(pass, await pass.database.idMap.findMany({ where }));
}

async function eachDuePage(
  pass: Pass,
  where: Prisma.IdMapWhereInput,
  work: (due: IdMap[], now: Date) => Promise<void>,
): Promise<void> {
  const now = pass.now();
  for (let after = 0; ; ) {
    const due = await pass.database.idMap.findMany({
      where: { ...pass.scope, ...where, dueAt: { lte: now }, parkedAt: null, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    await pass.lease.check();
    if (due.length > 0) await work(due, now);
    if (due.length < pageSize) return;
    after = due.at(-1)?.id ?? after;
  }
}

async function attendPage(pass: Pass, due: IdMap[], now: Date): Promise<void> {
  const begun = due.filter(({ createKey }) => createKey !== null);
  await recoverCreations(pass, begun);
  const untold = due.filter(({ writeBackPending, connecId }) => writeBackPending && connecId !== null);
  await writeBack(
    pass,
    untold.map((idMap) => ({ idMap })),
  );
  if (pass.entity.singleton) return; // It is read whole in every run.
  const released = await releasedFromWaiting(pass, due);
  const outward = sendsToExternal(pass);
  const isToGo = (idMap: IdMap) =>
    begun.includes(idMap) ||
    (idMap.failedTo === 'external' && outward) ||
    (idMap.failedTo === 'connec' && sendsToConnec(pass)) ||
    (released.has(idMap.waitingFor) && outward);
  const again = due.filter(
    (idMap) => idMap.createKey === null && isToGo(idMap) && !isForLater(pass, idMap) && !mayBeInConnec(idMap),
  );
  await tryAgain(pass, again, now);
}

/** See `attendCreations`; and `attendUnanswered` for what may be in the hub. */
const isForLater = (pass: Pass, { connecId, externalId }: IdMap) =>
  externalId === null && connecId !== null && mayHaveTwins(pass);

async function tryAgain(pass: Pass, idMaps: readonly IdMap[], now: Date): Promise<void> {
  if (idMaps.length === 0) return;
  await synchronizeFew(pass, await fetchBoth(pass, idMaps));
  await forgetWhatIsDone(pass, idMaps, now);
}

/** The hub ids of those that external has by now, and that the hub knows it has. */
async function releasedFromWaiting(pass: Pass, due: IdMap[]): Promise<Set<string | null>> {
  const ids = due.flatMap(({ waitingFor }) => waitingFor ?? []);
  if (ids.length === 0) return new Set();
  const arrived = await pass.database.idMap.findMany({
    where: {
      organizationId: pass.scope.organizationId,
      connecId: { in: ids },
      writeBackPending: false,
    },
    select: { connecId: true, externalId: true },
  });
  // Said to the database, that external has it would lead SQLite to the index of external's ids: to all of them.
  return new Set(arrived.flatMap(({ connecId, externalId }) => (externalId === null ? [] : connecId)));
}

/**
 * What is still due as of when it was looked at has nothing left to do: it is gone, or is not for this entity any
 * more.
 */
async function forgetWhatIsDone(pass: Pass, attended: readonly IdMapDraft[], now: Date): Promise<void> {
  await pass.database.idMap.updateMany({
    where: {
      organization: { leaseOwner: pass.lease.owner },
      id: { in: attended.flatMap(({ id }) => id ?? []) },
      dueAt: { lte: now },
      createKey: null,
      waitingFor: null,
      writeBackPending: false,
    },
    data: { dueAt: null, failedTo: null, failures: 0, message: null, begunWrites: null },
  });
}
