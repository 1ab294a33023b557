import type { Database, Organization } from '../engine/index.ts';
import { secondsSince } from './lag.ts';

/** Whose it is, without anything of the people in it. */
export type Named = Pick<Organization, 'uid' | 'tenant' | 'name'>;

export interface RecentRuns {
  /** Those that were begun within the last hour. */
  byStatus: Record<string, number>;
  /** Of each organization the last one, if it was begun within the hour or is under way; those that took longest first. */
  slowest: { organization: Named; status: string; seconds: number }[];
}

const hourMs = 3_600_000;
const [shown, batch] = [5, 1000];

type Row = Awaited<ReturnType<typeof readBatch>>[number];

export async function readRecentRuns(database: Database, now: Date): Promise<RecentRuns> {
  const byStatus: Record<string, number> = {};
  const last = new Map<number, Row>();
  for (const row of await runsUnderWay(database, now)) last.set(row.organizationId, row);
  for await (const row of runsSince(database, new Date(now.getTime() - hourMs))) {
    byStatus[row.status] = (byStatus[row.status] ?? 0) + 1;
    if (!last.has(row.organizationId)) last.set(row.organizationId, row);
  }
  return { byStatus, slowest: await nameSlowest(database, [...last.values()], now) };
}

/** Rows have ids in the order in which runs are begun: the newest are read until they are too old, and no others. */
async function* runsSince(database: Database, since: Date): AsyncGenerator<Row> {
  for (let before: number | undefined; ; ) {
    const rows = await readBatch(database, before);
    for (const row of rows) {
      if (row.startedAt < since) return;
      yield row;
    }
    if (rows.length < batch) return;
    before = rows.at(-1)?.id;
  }
}

const columns = { id: true, organizationId: true, status: true, startedAt: true, finishedAt: true } as const;

const readBatch = ({ synchronization }: Database, before: number | undefined) =>
  synchronization.findMany({
    where: before === undefined ? {} : { id: { lt: before } },
    orderBy: { id: 'desc' },
    take: batch,
    select: columns,
  });

/** A first one may have been begun long ago: it holds its organization. */
async function runsUnderWay({ organization, synchronization }: Database, now: Date): Promise<Row[]> {
  const held = await organization.findMany({
    where: { leaseExpiresAt: { gt: now } },
    take: batch,
    select: { id: true },
  });
  const organizationId = { in: held.map(({ id }) => id) };
  return synchronization.findMany({ where: { organizationId, status: 'RUNNING' }, select: columns });
}

async function nameSlowest(database: Database, rows: Row[], now: Date): Promise<RecentRuns['slowest']> {
  const seconds = (row: Row) => secondsSince(row.startedAt, row.finishedAt ?? now);
  const slowest = rows.sort((a, b) => seconds(b) - seconds(a)).slice(0, shown);
  const named = await database.organization.findMany({
    where: { id: { in: slowest.map(({ organizationId }) => organizationId) } },
    select: { id: true, uid: true, tenant: true, name: true },
  });
  return slowest.flatMap((row) => {
    const found = named.find(({ id }) => id === row.organizationId);
    if (!found) return [];
    const { id: _, ...organization } = found;
    return [{ organization, status: row.status, seconds: seconds(row) }];
  });
}
