// How much is gained by writing several records at a time, where every call to external takes 50 ms: called by index.ts.
import { openBenchDatabase } from './bench-database.ts';
import { createBenchOrganization, runBench } from './bench-engine.ts';
import type { Series } from './child.ts';

export interface Latency {
  perSecond: number;
  /** To one call after the other. */
  ratio: number;
}

const latencyMs = 50;

process.once('message', async ({ url, migrations, records }: Series) => {
  const bench = await openBenchDatabase(url, migrations);
  const organization = await createBenchOrganization(bench);
  const connec = { records, versionOf: () => 1, day: 2 };
  const started = performance.now();
  await runBench(bench, organization, { connec, external: undefined, latencyMs }, ['toExternal']);
  const seconds = (performance.now() - started) / 1000;
  await bench.database.$disconnect();
  const measured: Latency = {
    perSecond: Math.round(records / seconds),
    ratio: Number(((records * latencyMs) / 1000 / seconds).toFixed(2)),
  };
  process.send?.(measured, () => process.exit());
});
