import type { Connector } from '../connector.ts';
import { type Organization, reasonNotToRun } from '../engine/index.ts';
import { nextSynchronizationAt } from '../schedule.ts';
import { texts } from '../texts.ts';
import { externalNames } from './entity-names.ts';
import { formatNumber } from './format.ts';
import { isAnythingParked } from './parked.ts';
import { lastRun, presentRun } from './runs.ts';

/** Nobody counts further, and counting takes its time. */
const most = 1000;

/** What is being done for an organization, what waits, and how the last things went: as the database says it. */
export async function presentJobs(connector: Connector, organization: Organization) {
  const { database, external } = connector;
  const now = new Date();
  const [last, why, waiting, messages, records, isParked, runs] = await Promise.all([
    lastRun(connector, organization),
    reasonNotToRun(database, organization, {}, now),
    waitingJobs(connector, organization),
    countMessages(connector, organization),
    countDue(connector, organization, now),
    isAnythingParked(connector, organization),
    database.synchronization.findMany({
      where: { organizationId: organization.id, status: { not: 'RUNNING' } },
      orderBy: { id: 'desc' },
      take: 5,
    }),
  ]);
  return {
    ...last,
    leaseExpiresAt: last.running ? organization.leaseExpiresAt : null,
    notScheduled: why && texts.jobs.notScheduled[why],
    nextAt: why ? null : nextSynchronizationAt(connector, now),
    waiting,
    messages,
    records,
    isParked,
    runs: runs.map((row) => presentRun(row, external.entities)),
  };
}

/** In words, those of this process: what waits in another one is seen when it begins. */
async function waitingJobs({ jobs, external }: Connector, { id }: Organization): Promise<string[]> {
  const own = (await jobs.list()).filter(({ job, state }) => state === 'waiting' && job.key === String(id));
  return own.map(({ job }) => {
    if (job.kind === 'subscribe') return texts.jobs.subscribe(external.name);
    const keys = (job.data as { options?: { onlyEntities?: string[] } }).options?.onlyEntities;
    const names = external.entities.filter(({ key }) => keys?.includes(key)).map(externalNames);
    return names.length > 0 ? texts.jobs.someKinds(names.join(', ')) : texts.jobs.allKinds;
  });
}

/** One that is only remembered, so as not to be taken twice, has not been tried and is due. */
async function countMessages({ database }: Connector, { tenant, uid }: Organization) {
  const rows = await database.inboxMessage.findMany({
    where: { tenant, group: uid, parkedAt: null, OR: [{ attempts: { gt: 0 } }, { dueAt: null }] },
    select: { createdAt: true },
    orderBy: { id: 'asc' },
    take: most + 1,
  });
  return { count: inWords(rows.length), since: rows[0]?.createdAt };
}

/** Records that the engine looks at again by itself. */
async function countDue({ database }: Connector, { id: organizationId }: Organization, now: Date) {
  const rows = await database.idMap.findMany({
    where: { organizationId, dueAt: { not: null } },
    select: { dueAt: true },
    take: most + 1,
  });
  const later = rows.flatMap(({ dueAt }) => (dueAt && dueAt > now ? [dueAt.getTime()] : []));
  return {
    now: inWords(rows.length - later.length),
    later: inWords(later.length),
    nextAt: later.length > 0 && rows.length <= most ? new Date(Math.min(...later)) : undefined,
  };
}

/** @returns undefined for none. */
function inWords(count: number): string | undefined {
  if (count === 0) return undefined;
  return count > most ? texts.jobs.moreThan(formatNumber(most)) : formatNumber(count);
}
