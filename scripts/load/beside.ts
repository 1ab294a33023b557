import { until } from '../demo/until.ts';
import { endedRuns, group, type Stage } from './stage.ts';

/** What was synchronized while something else was measured. */
export interface Beside {
  runs: number;
  records: number;
}

/** Synchronizes without a break while `work` goes on: before each run half of the hub's people are edited. */
export async function synchronizingBeside<T>(
  stage: Stage,
  work: () => Promise<T>,
): Promise<{ result: T; beside: Beside }> {
  const before = (await endedRuns(stage.database)).length;
  let over = false;
  const loop = (async () => {
    while (!over) await synchronizeOnce(stage);
  })();
  const result = await work().finally(() => {
    over = true;
  });
  await loop;
  const runs = (await endedRuns(stage.database)).slice(before);
  const directions = runs.flatMap(({ counts }) => Object.values(counts));
  const records = directions.reduce((sum, one) => sum + one.toConnec.fetched + one.toExternal.fetched, 0);
  return { result, beside: { runs: runs.length, records } };
}

async function synchronizeOnce({ hub, database, person }: Stage): Promise<void> {
  const people = hub.list(group, 'people').filter((_, index) => index % 2 === 0);
  for (const { id } of people) hub.save(group, 'people', { id, job_title: `Busy ${Math.random()}` });
  const before = (await endedRuns(database)).length;
  await person.synchronize();
  await until(`a synchronization of ${group}`, async () => (await endedRuns(database)).length > before);
}
