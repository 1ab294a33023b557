import type { IdMap } from './database.ts';
import { fetchBoth } from './fetch-both.ts';
import type { IdMapDraft } from './id-maps.ts';
import { type Pass, pageSize, sendsToConnec, sendsToExternal } from './pass.ts';
import { recoverCreations } from './recover-creations.ts';
import { synchronizeFew } from './synchronize-few.ts';
import { recallUnmatched } from './unmatched.ts';
import { writeBack } from './write-back.ts';

/**
 * Sees to the records that earlier runs left something to do for: creations whose outcome is not known, ids that
 * the hub has yet to take, records that waited for another one, and those that failed and are due again. They are
 * fetched by their ids: reading what changed would not bring them (improvements 1.8, 1.12, 1.13).
 */
export async function attend(pass: Pass): Promise<void> {
  const now = pass.now();
  await recallUnmatched(pass);
  let after = 0;
  for (;;) {
    const due = await pass.database.idMap.findMany({
      where: { ...pass.scope, dueAt: { lte: now }, parkedAt: null, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    await pass.lease.check();
    if (due.length > 0) await attendPage(pass, due, now);
    if (due.length < pageSize) return;
    after = due.at(-1)?.id ?? after;
  }
}

/** Only the creations among them: before records of the application come in by another way than a run. */
export async function settleCreations(pass: Pass): Promise<void> {
  const where = { ...pass.scope, createKey: { not: null }, parkedAt: null, dueAt: { lte: pass.now() } };
  await recoverCreations(pass, await pass.database.idMap.findMany({ where }));
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
  const again = due.filter(
    (idMap) =>
      idMap.createKey === null &&
      (begun.includes(idMap) ||
        (idMap.failedTo === 'external' && outward) ||
        (idMap.failedTo === 'connec' && sendsToConnec(pass)) ||
        (released.has(idMap.waitingFor) && outward)),
  );
  await synchronizeFew(pass, await fetchBoth(pass, again));
  await forgetWhatIsDone(pass, again, now);
}

/** The hub ids of those that external has by now, and that the hub knows it has. */
async function releasedFromWaiting(pass: Pass, due: IdMap[]): Promise<Set<string | null>> {
  const ids = due.flatMap(({ waitingFor }) => waitingFor ?? []);
  if (ids.length === 0) return new Set();
  const arrived = await pass.database.idMap.findMany({
    where: {
      organizationId: pass.scope.organizationId,
      connecId: { in: ids },
      externalId: { not: null },
      writeBackPending: false,
    },
    select: { connecId: true },
  });
  return new Set(arrived.map(({ connecId }) => connecId));
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
    data: { dueAt: null, failedTo: null, failures: 0, message: null },
  });
}
