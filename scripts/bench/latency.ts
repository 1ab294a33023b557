import { join } from 'node:path';
import { openBenchDatabase } from './bench-database.ts';
import { createBenchOrganization, runBench } from './bench-engine.ts';

const records = 400;

/** How much is gained by writing several records at a time, where every call to external takes 50 ms. */
export async function measureLatency(
  folder: string,
  migrations: readonly string[],
): Promise<{ perSecond: number; ratio: number }> {
  const bench = await openBenchDatabase(`file:${join(folder, 'latency.db')}`, migrations);
  const organization = await createBenchOrganization(bench);
  const connec = { records, versionOf: () => 1, day: 2 };
  const started = performance.now();
  await runBench(bench, organization, { connec, external: undefined, latencyMs: 50 }, ['toExternal']);
  const seconds = (performance.now() - started) / 1000;
  await bench.database.$disconnect();
  const sequentialSeconds = (records * 50) / 1000;
  return {
    perSecond: Math.round(records / seconds),
    ratio: Number((sequentialSeconds / seconds).toFixed(2)),
  };
}
