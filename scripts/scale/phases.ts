import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../demo/until.ts';
import { type Figures, measure } from '../load/measure.ts';
import type { Stage } from './stage.ts';
import { type Cost, watch } from './watch.ts';

/** All organizations were synchronized once. */
export interface Wave extends Cost {
  organizations: number;
  /** Runs by how they ended. */
  ended: Record<string, number>;
  home: Figures;
}

/** How long small organizations waited from being asked for until they were begun, in milliseconds. */
export interface Waits {
  runs: number;
  p50: number;
  p99: number;
  longest: number;
}

/** Asks for a run of each, as the clock does, and waits until all have ended. Meanwhile somebody looks at the pages. */
export async function wave(stage: Stage, ids: readonly number[]): Promise<Wave> {
  const { database, url, cookie } = stage;
  const before = (await lastRun(stage)) ?? 0;
  const home = { method: 'GET' as const, path: '/', headers: { cookie, accept: 'text/html' } };
  const cost = await watch(stage);
  const looking = measure('home page', url, home, { rate: 10, seconds: 10 });
  await ask(stage, ids);
  const ended = async () => {
    const where = { id: { gt: before }, finishedAt: { not: null } };
    return (await database.synchronization.count({ where })) >= ids.length;
  };
  await until('all runs', ended, 60 * 60_000);
  const spent = await cost();
  const figures = await looking;
  return { ...spent, organizations: ids.length, ended: await byStatus(stage, before), home: figures };
}

/** Asks for one of `ids` after the other while `beside` goes on, and measures how long each waits. */
export async function waits(stage: Stage, ids: readonly number[], seconds: number): Promise<Waits> {
  const { database } = stage;
  const asked: { id: number; at: number }[] = [];
  const before = (await lastRun(stage)) ?? 0;
  const over = performance.now() + seconds * 1000;
  for (let i = 0; performance.now() < over; i += 1) {
    const id = ids[i % ids.length] ?? 0;
    asked.push({ id, at: Date.now() });
    await ask(stage, [id]);
    await pause(250);
  }
  const where = { id: { gt: before }, organizationId: { in: [...ids] } };
  const none = async () =>
    (await database.runRequest.count({ where: { organizationId: { in: [...ids] } } })) === 0;
  await until('the small ones', none, 10 * 60_000);
  const runs = await database.synchronization.findMany({ where, orderBy: { id: 'asc' } });
  const waited = asked.flatMap(({ id, at }) => {
    const run = runs.find(
      ({ organizationId, startedAt }) => organizationId === id && startedAt.getTime() >= at,
    );
    return run ? [run.startedAt.getTime() - at] : [];
  });
  const sorted = waited.sort((a, b) => a - b);
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { runs: sorted.length, p50: quantile(0.5), p99: quantile(0.99), longest: sorted.at(-1) ?? 0 };
}

/** By the clock: a row for each, and a job that says "look". */
export async function ask({ database, jobs }: Stage, ids: readonly number[]): Promise<void> {
  for (let i = 0; i < ids.length; i += 500) {
    const some = ids.slice(i, i + 500);
    await database.runRequest.createMany({ data: some.map((organizationId) => ({ organizationId })) });
    await jobs.enqueueAll(some.map((id) => ({ kind: 'synchronize', key: String(id) })));
  }
}

async function lastRun({ database }: Stage): Promise<number | undefined> {
  return (await database.synchronization.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }))?.id;
}

async function byStatus({ database }: Stage, after: number): Promise<Record<string, number>> {
  const where = { id: { gt: after } };
  const rows = await database.synchronization.groupBy({ by: ['status'], where, _count: { id: true } });
  return Object.fromEntries(rows.map(({ status, _count }) => [status, _count.id]));
}
