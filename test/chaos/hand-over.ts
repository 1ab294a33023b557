import { until } from '../../scripts/demo/until.ts';
import { type Servers, startWorld } from './world.ts';

/** What became of a long run whose worker was told to end. */
export interface HandOver {
  /** Of the worker, and after how many milliseconds it had ended. */
  exitCode: number | null;
  endedMs: number;
  /** From then on, until the other worker had begun to go on with it. */
  goneOnMs: number;
  /** How its runs ended, the oldest first. */
  runs: string[];
  /** Creations that were begun twice: by Acme's own records. */
  doubled: string[];
}

/** The worker that is at a first synchronization, which takes its time, is told to end (SIGTERM). */
export async function handOver(servers: Servers): Promise<HandOver> {
  const world = await startWorld(servers);
  const { acme, database, workers, companies } = world;
  try {
    const [{ person, group, workspace } = companies[0] as never] = companies;
    for (let i = 0; i < 200; i += 1)
      world.hub.save(group, 'people', { first_name: 'Long', last_name: `Run ${i}` });
    acme.misbehave({ latencyMs: 60, path: '/api/' });
    await person.start(['account', 'contact']);
    const created = () => acme.list('contacts', workspace).filter((one) => one.first_name === 'Long');
    await until('the run to be in the middle', async () => created().length > 20);
    const run = await database.synchronization.findFirstOrThrow({ where: { status: 'RUNNING' } });
    const busy = workers.find(({ printed }) => printed.some((line) => line.includes(`"run":${run.id},`)));
    if (!busy) throw new Error('no worker says that it is at the run');

    busy.retire();
    const began = performance.now();
    busy.running.signal('SIGTERM');
    const exitCode = await busy.running.exited;
    const ended = performance.now();
    await until('the other worker', async () => (await database.synchronization.count()) > 1);
    const goneOnMs = performance.now() - ended;
    acme.misbehave(null);
    await until('the end of it', async () => (await database.runRequest.count()) === 0, 60_000);
    const runs = await database.synchronization.findMany({ orderBy: { id: 'asc' } });
    const names = created().map((one) => String(one.last_name));
    return {
      exitCode,
      endedMs: ended - began,
      goneOnMs,
      runs: runs.map(({ status }) => status),
      doubled: names.filter((name, i) => names.indexOf(name) !== i),
    };
  } finally {
    await world.close();
  }
}
