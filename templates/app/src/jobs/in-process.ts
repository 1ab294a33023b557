import { Cron } from 'croner';
import type { Log } from '../engine/index.ts';
import {
  forEachLane,
  type Handlers,
  type Job,
  type Jobs,
  kinds,
  laneOf,
  type Places,
  retries,
} from './jobs.ts';
import { createLane, type LaneInProcess } from './lane.ts';

/** Jobs of this process alone: nothing to start beside it. They are gone when it ends; the clock finds them again. */
export function createInProcessJobs(places: Places, log: Log, patience = retries): Jobs {
  let handlers: Handlers | undefined;
  let cron: Cron[] = [];
  const lanes = forEachLane((lane) =>
    createLane({ lane, places: places[lane], log, patience }, () => handlers),
  );
  const all: LaneInProcess[] = Object.values(lanes);
  let closed = false;

  const enqueue = async (job: Job) => {
    if (closed) throw new Error('the connector is shutting down');
    lanes[laneOf(job)].add(job);
  };
  return {
    isShared: false,
    enqueue,
    async enqueueAll(jobs) {
      for (const job of jobs) await enqueue(job);
    },
    async work(given, timetable) {
      handlers = given;
      cron = timetable.map(
        ({ pattern, job }) => new Cron(pattern, { timezone: 'UTC', unref: true }, () => enqueue(job)),
      );
      for (const lane of all) lane.start();
    },
    async find(kind, key) {
      const found = kinds[kind].map((lane) => lanes[lane].find(kind, key));
      return found.find((state) => state === 'running') ?? found.find((state) => state !== undefined);
    },
    counts: async () => forEachLane((lane) => lanes[lane].counts()),
    async failed(most = 100) {
      const failed = all.flatMap((lane) => lane.failed());
      return failed.sort((a, b) => b.failedAt.getTime() - a.failedAt.getTime()).slice(0, most);
    },
    retry: async (id) => all.some((lane) => lane.retry(id)),
    discard: async (id) => all.some((lane) => lane.discard(id)),
    async idle() {
      // A job may ask for another one in a lane that had none left.
      while (!all.every((lane) => lane.isIdle())) await Promise.all(all.map((lane) => lane.idle()));
    },
    async close() {
      closed = true;
      for (const job of cron) job.stop();
      await Promise.all(all.map((lane) => lane.close()));
    },
  };
}
