// One series of runs in a process of its own, so that its memory is its own: called by index.ts.
import { type BenchDatabase, openBenchDatabase } from './bench-database.ts';
import { createBenchOrganization, type Direction, findBenchOrganization, runBench } from './bench-engine.ts';
import { measureFloor } from './floor.ts';
import type { Script } from './sides.ts';

export interface Series {
  url: string;
  /** Scripts for a database that is not there yet. */
  migrations: readonly string[];
  direction: Direction;
  records: number;
  kinds: readonly Kind[];
}

export type Kind = 'new' | 'unchanged' | 'changed' | '1 % changed' | 'conflicting';

export interface Measured {
  kind: Kind;
  recordsPerSecond: number;
  statementsPerPage: number;
  peakMb: number;
  floor: number;
}

process.once('message', async (series: Series) => {
  const bench = await openBenchDatabase(series.url, series.migrations);
  const measured = await measureSeries(bench, series);
  await bench.database.$disconnect();
  process.send?.(measured, () => process.exit());
});

async function measureSeries(
  bench: BenchDatabase,
  { direction, records, kinds }: Series,
): Promise<Measured[]> {
  const organization = await findBenchOrganization(bench);
  const floorOrganization = await createBenchOrganization(bench, `floor ${Math.random()}`);
  await warmUp(bench, floorOrganization.id);
  const measured: Measured[] = [];
  for (const [i, kind] of kinds.entries()) {
    const floor = await measureFloor(bench, floorOrganization.id, Math.min(records, 20_000), direction);
    const directions: Direction[] = kind === 'conflicting' ? ['toConnec', 'toExternal'] : [direction];
    const script = scriptOf(kind, direction, records, i + 2);
    const before = bench.statements();
    const memory = watchMemory();
    const started = performance.now();
    await runBench(bench, organization, script, directions);
    const seconds = (performance.now() - started) / 1000;
    measured.push({
      kind,
      recordsPerSecond: records / seconds,
      statementsPerPage: (bench.statements() - before) / Math.ceil(records / 50),
      peakMb: memory.peakMb(),
      floor,
    });
  }
  return measured;
}

/** Code that has never run is compiled first, which says nothing of the ten thousandth record. */
async function warmUp(bench: BenchDatabase, floorOrganizationId: number): Promise<void> {
  for (const direction of ['toConnec', 'toExternal'] as const)
    await measureFloor(bench, floorOrganizationId, 2_000, direction);
  const organization = await createBenchOrganization(bench, `warm-up ${Math.random()}`);
  for (const direction of ['toConnec', 'toExternal'] as const)
    for (const kind of ['new', 'unchanged'] as const)
      await runBench(bench, organization, scriptOf(kind, direction, 1_000, 2), [direction]);
  await bench.database.idMap.deleteMany({ where: { organizationId: organization.id } });
}

/** Every run is a day later than the one before; the versions say what has changed since. */
function scriptOf(kind: Kind, direction: Direction, records: number, day: number): Script {
  const versionOf = {
    new: () => 1,
    unchanged: () => 1,
    changed: () => 2,
    '1 % changed': (number: number) => (number % 100 === 0 ? 3 : 2),
    conflicting: () => 4,
  }[kind];
  const stream = { records, versionOf, day, known: kind !== 'new' };
  if (kind === 'conflicting') {
    const later = { ...stream, day: day + 1, versionOf: () => 5 };
    return direction === 'toConnec'
      ? { connec: stream, external: later, latencyMs: 0 }
      : { connec: later, external: stream, latencyMs: 0 };
  }
  return direction === 'toConnec'
    ? { connec: undefined, external: stream, latencyMs: 0 }
    : { connec: stream, external: undefined, latencyMs: 0 };
}

function watchMemory() {
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  return {
    peakMb() {
      clearInterval(timer);
      return Math.round(Math.max(peak, process.memoryUsage.rss()) / 2 ** 20);
    },
  };
}
