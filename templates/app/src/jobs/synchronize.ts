import type { Connector } from '../connector.ts';
import {
  type Database,
  type Engine,
  type RunRequest,
  type Skipped,
  type Synchronization,
  synchronize,
} from '../engine/index.ts';
import { isByClock, optionsOf, readRequests } from '../run-requests.ts';
import { inboxJob } from './group-key.ts';
import type { Again, Work } from './jobs.ts';
import { withSlice } from './slice.ts';

/**
 * Does what an organization was asked to: one run at a time, the next one after it as a job of its own, so that others
 * have their turn between. A run that would take long is left to the lane of those.
 */
export async function synchronizeOne(connector: Connector, work: Work): Promise<Again | undefined> {
  const { database, engine, external, jobs } = connector;
  const organizationId = Number(work.key);
  const requests = await readRequests(database, organizationId);
  const [first] = requests;
  if (!first) return undefined;
  if (external.webhooks) await jobs.enqueue({ kind: 'subscribe', key: work.key });
  if (work.lane === 'live' && (await isLong(database, first))) return moveToBackfill(connector, work, first);
  const outcome = await withSlice(connector, work, organizationId, (stop) =>
    synchronize({ ...engine, stop }, organizationId, optionsOf(first)),
  );
  if (outcome === 'busy') return waitForOthers(engine, first, work);
  if (isUnfinished(outcome)) return goOn(connector, work, first);
  await dropDone(database, requests, first);
  await askForMore(connector, organizationId, work);
  return undefined;
}

/** Everything is read: the first time, and where that is asked for. */
async function isLong(database: Database, request: RunRequest): Promise<boolean> {
  if (optionsOf(request)?.fullSync) return true;
  const { organizationId } = request;
  const done = { organizationId, partial: false, status: { in: ['SUCCESS', 'PARTIAL'] } };
  return (await database.synchronization.findFirst({ where: done, select: { id: true } })) === null;
}

async function moveToBackfill({ jobs }: Connector, { key }: Work, first: RunRequest): Promise<undefined> {
  await jobs.enqueue({ kind: 'synchronize', key, lane: 'backfill', urgent: !isByClock(first) });
}

/** Something else holds the organization: a message that is dealt with, say, which then lets the run go ahead. */
async function waitForOthers(
  { database, now, log }: Engine,
  { id, organizationId }: RunRequest,
  { attempt }: Work,
): Promise<Again> {
  await database.runRequest.updateMany({ where: { id }, data: { heldUpAt: now() } });
  if (attempt === 10) log.warn({ organizationId }, 'a run waits: something else holds the organization');
  return { againInMs: Math.min(100 * 1.5 ** attempt, 15_000) };
}

const isUnfinished = (outcome: Synchronization | Skipped): boolean =>
  typeof outcome === 'object' && outcome.status === 'INTERRUPTED';

/** At the end of the line: the others in it have waited longer. */
async function goOn(
  { jobs, engine }: Connector,
  { key, lane }: Work,
  first: RunRequest,
): Promise<Again | undefined> {
  if (engine.stop?.soon.aborted) return { againInMs: 0 };
  await jobs.enqueue({ kind: 'synchronize', key, lane, urgent: !isByClock(first) });
  return undefined;
}

/** With it go those that were waiting before it was begun, and want nothing else. */
async function dropDone(database: Database, requests: RunRequest[], done: RunRequest): Promise<void> {
  const { onlyEntities, connecFilter } = optionsOf(done) ?? {};
  const isWhole = !onlyEntities && !connecFilter;
  const satisfied = requests.filter(
    (request) => request.options === done.options || (isWhole && isByClock(request)),
  );
  await database.runRequest.deleteMany({ where: { id: { in: satisfied.map(({ id }) => id) } } });
}

/** A run has left messages waiting, and perhaps somebody has asked for another one. */
async function askForMore(
  { database, jobs }: Connector,
  organizationId: number,
  { key }: Work,
): Promise<void> {
  const [organization, [next]] = await Promise.all([
    database.organization.findUnique({ where: { id: organizationId }, select: { tenant: true, uid: true } }),
    readRequests(database, organizationId),
  ]);
  if (next) await jobs.enqueue({ kind: 'synchronize', key, urgent: !isByClock(next) });
  if (organization) await jobs.enqueue(inboxJob({ tenant: organization.tenant, group: organization.uid }));
}
