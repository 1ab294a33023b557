import type { Database, IdMap } from './database.ts';
import { decide, wasReleased } from './outcome.ts';

/** The records of an organization that do not get on by themselves, those parked longest first. */
export function listParked(database: Database, organizationId: number, take = 100): Promise<IdMap[]> {
  const where = { organizationId, parkedAt: { not: null } };
  return database.idMap.findMany({ where, orderBy: [{ parkedAt: 'asc' }, { id: 'asc' }], take });
}

/** The records that wait for another one to be synchronized. */
export function listWaiting(database: Database, organizationId: number, take = 100): Promise<IdMap[]> {
  const where = { organizationId, dueAt: { not: null }, waitingFor: { not: null } };
  return database.idMap.findMany({ where, orderBy: { id: 'asc' }, take });
}

/**
 * Lets a record be tried again in the next run, as if it had never failed. One whose creation is not settled is
 * looked for first, as always.
 *
 * @returns the record, or undefined when the organization has none of that id.
 */
export async function releaseRecord(
  database: Database,
  organizationId: number,
  idMapId: number,
  now: Date,
): Promise<IdMap | undefined> {
  const idMap = await database.idMap.findFirst({ where: { id: idMapId, organizationId } });
  if (!idMap) return undefined;
  const data = asReleased(idMap, now);
  await database.idMap.updateMany({ where: { id: idMapId }, data });
  return { ...idMap, ...data };
}

/** Rows that are written together: while they are, nobody else writes to SQLite. */
const pageSize = 100;

/**
 * The same for all that are parked, those parked longest first.
 *
 * @param most at a time: each of them notes the decision.
 * @returns them, as they were: there may be more when they are as many as that. What is not parked any more, or gone, is
 *   left alone.
 */
export async function releaseParked(
  database: Database,
  organizationId: number,
  now: Date,
  most = 1000,
): Promise<IdMap[]> {
  const parked = await listParked(database, organizationId, most);
  const released: IdMap[] = [];
  for (let start = 0; start < parked.length; start += pageSize) {
    const page = parked.slice(start, start + pageSize);
    const counts = await database.$transaction(
      page.map((idMap) => {
        const where = { id: idMap.id, parkedAt: { not: null } };
        return database.idMap.updateMany({ where, data: asReleased(idMap, now) });
      }),
    );
    released.push(...page.filter((_idMap, i) => counts[i]?.count === 1));
  }
  return released;
}

function asReleased(idMap: IdMap, now: Date) {
  decide(idMap, now, wasReleased);
  const { decisions, failedTo, externalId } = idMap;
  const side = failedTo ?? (externalId === null ? 'external' : 'connec');
  return { decisions, failedTo: side, failures: 0, parkedAt: null, dueAt: now };
}
