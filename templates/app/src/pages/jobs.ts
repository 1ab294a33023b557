import type { Connector } from '../connector.ts';
import { type Organization, reasonNotToRun } from '../engine/index.ts';
import { nextPlace } from '../jobs/places-in-hour.ts';
import { optionsOf, readRequests } from '../run-requests.ts';
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
    nextAt: why ? null : (organization.nextRunAt ?? nextPlace(organization.id, now)),
    waiting: last.progress ? waiting.slice(1) : waiting,
    messages,
    records,
    isParked,
    runs: runs.map((row) => presentRun(row, external.entities)),
  };
}

/** In words, in their order; the first one is that of the run under way, if there is one. */
async function waitingJobs({ database, jobs, external }: Connector, { id }: Organization): Promise<string[]> {
  const [requests, subscription] = await Promise.all([
    readRequests(database, id),
    jobs.find('subscribe', String(id)),
  ]);
  const runs = requests.map((request) => {
    const keys = optionsOf(request)?.onlyEntities;
    const names = external.entities.filter(({ key }) => keys?.includes(key)).map(externalNames);
    return names.length > 0 ? texts.jobs.someKinds(names.join(', ')) : texts.jobs.allKinds;
  });
  return subscription ? [...runs, texts.jobs.subscribe(external.name)] : runs;
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
    // In the order of their index: the first of them are enough.
    orderBy: [{ connecEntity: 'asc' }, { externalEntity: 'asc' }, { dueAt: 'asc' }],
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
