import { type Database, linkedOnes, messageOf } from '../engine/index.ts';
import type { Counts, Jobs, Lane } from '../jobs/jobs.ts';
import { type Backlog, readBacklog } from '../metrics/backlog.ts';
import { runningProcesses } from '../processes.ts';
import { askQueues } from './ask-queues.ts';
import { countParked, type Lag, readLag, secondsSince } from './lag.ts';
import { type Named, type RecentRuns, readRecentRuns } from './recent-runs.ts';

/** All processes of the connector, and what they do, as the database and the queues say it. Nothing secret, no people. */
export interface Fleet {
  at: Date;
  processes: { kind: string; host: string; pid: number; startedAt: Date; seenAt: Date }[];
  jobs: {
    /** Whether processes share them. If not, only the process that does them knows what waits. */
    shared: boolean;
    lanes: Record<Lane, Counts> | null;
    /** Why the queues could not be asked. */
    problem: string | null;
  };
  lag: Lag;
  inbox: Backlog['messages'] & { oldestSeconds: number };
  runsOfLastHour: RecentRuns['byStatus'];
  slowest: RecentRuns['slowest'];
  /** Organizations that have gone without a synchronization for more than a day: the five that have for longest. */
  silent: { organization: Named; seconds: number }[];
  /** Organizations that wait for a person, up to 20 of them with the reason. */
  paused: { count: number; organizations: (Named & { reason: string })[] };
  /** What was tried too often: records, up to 10,000, and messages. */
  parked: { records: number; messages: number };
}

const dayMs = 86_400_000;

/** Reads alone: it takes part in nothing, and each statement is cheap however many records there are. */
export async function readFleet(
  { database, jobs }: { database: Database; jobs: Pick<Jobs, 'isShared' | 'counts'> },
  now = new Date(),
): Promise<Fleet> {
  const [processes, lanes, lag, backlog, runs, silent, paused, records] = await Promise.all([
    runningProcesses(database, now),
    readLanes(jobs),
    readLag(database, now),
    readBacklog(database, now),
    readRecentRuns(database, now),
    readSilent(database, now),
    readPaused(database),
    countParked(database),
  ]);
  return {
    at: now,
    processes: processes.map(({ id: _, ...process }) => process),
    jobs: lanes,
    lag,
    inbox: { ...backlog.messages, oldestSeconds: backlog.oldestMessage },
    runsOfLastHour: runs.byStatus,
    slowest: runs.slowest,
    silent,
    paused,
    parked: { records, messages: backlog.messages.parked },
  };
}

/** That the queues are away is worth knowing, and the rest of it the more so. */
async function readLanes(jobs: Pick<Jobs, 'isShared' | 'counts'>): Promise<Fleet['jobs']> {
  const shared = jobs.isShared;
  if (!shared) return { shared, lanes: null, problem: null };
  try {
    return { shared, lanes: await askQueues(jobs.counts()), problem: null };
  } catch (error) {
    return { shared, lanes: null, problem: messageOf(error) };
  }
}

async function readSilent({ organization }: Database, now: Date): Promise<Fleet['silent']> {
  const rows = await organization.findMany({
    where: {
      syncEnabled: true,
      ...linkedOnes,
      pausedReason: null,
      silentSince: { lt: new Date(now.getTime() - dayMs) },
    },
    orderBy: { silentSince: 'asc' },
    take: 5,
    select: { uid: true, tenant: true, name: true, silentSince: true },
  });
  return rows.map(({ silentSince, ...named }) => ({
    organization: named,
    seconds: secondsSince(silentSince, now),
  }));
}

async function readPaused({ organization }: Database): Promise<Fleet['paused']> {
  const where = { pausedReason: { not: null } };
  const [count, rows] = await Promise.all([
    organization.count({ where }),
    organization.findMany({
      where,
      orderBy: { id: 'asc' },
      take: 20,
      select: { uid: true, tenant: true, name: true, pausedReason: true },
    }),
  ]);
  const organizations = rows.map(({ pausedReason, ...named }) => ({ ...named, reason: pausedReason ?? '' }));
  return { count, organizations };
}
