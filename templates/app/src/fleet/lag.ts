import { type Database, linkedOnes } from '../engine/index.ts';

/** How far the connector is behind. Ages are in seconds; 0 when there is nothing. */
export interface Lag {
  /** Runs that were asked for and have not been done, up to `mostCounted`. */
  requests: number;
  /** Age of the oldest of them. */
  oldestRequest: number;
  /** Organizations that the clock should have asked for: some, for less than a minute, are usual. Up to `mostCounted`. */
  overdue: number;
  /** For how long, of the one where it is longest. */
  longestOverdue: number;
}

/** Nobody counts further, and counting takes its time. */
export const mostCounted = 10_000;

/** Every statement has an index that ends it early, however many organizations there are. */
export async function readLag({ runRequest, organization }: Database, now: Date): Promise<Lag> {
  const late = { syncEnabled: true, ...linkedOnes, nextRunAt: { lt: now } };
  const [requests, first, overdue, latest] = await Promise.all([
    runRequest.count({ take: mostCounted }),
    runRequest.findFirst({ orderBy: { id: 'asc' }, select: { createdAt: true } }),
    organization.count({ where: late, take: mostCounted }),
    organization.findFirst({ where: late, orderBy: { nextRunAt: 'asc' }, select: { nextRunAt: true } }),
  ]);
  return {
    requests,
    oldestRequest: secondsSince(first?.createdAt, now),
    overdue,
    longestOverdue: secondsSince(latest?.nextRunAt, now),
  };
}

/** Records that were tried too often, up to `mostCounted`. */
export const countParked = ({ idMap }: Database): Promise<number> =>
  idMap.count({ where: { parkedAt: { not: null } }, take: mostCounted });

/** 0 when it is not known, or is still to come. */
export const secondsSince = (at: Date | null | undefined, now: Date): number =>
  at ? Math.max(0, now.getTime() - at.getTime()) / 1000 : 0;
