import { collectDefaultMetrics } from 'prom-client';
import { buildApp } from './app.ts';
import { boot, main } from './boot.ts';
import { announceProcess, watchForWorkers } from './processes.ts';
import { startSchedule } from './schedule.ts';
import { shutDown } from './shutdown.ts';

/** The pages. The jobs, too, where no other process could do them, or the settings say so. */
await main(async () => {
  const { connector, logger } = await boot();
  const { config, jobs } = connector;
  const app = await buildApp(connector, logger);
  // Memory, event loop and the like: of the process, however many connectors it has.
  collectDefaultMetrics({ register: app.metrics.registry });
  await app.listen({ host: config.host, port: config.port });
  const leave = await announceProcess(connector, 'web');
  const stopSchedule = startSchedule(connector);
  const doesJobs = config.jobsInWeb || !jobs.isShared;
  if (doesJobs) await connector.startWork();
  const stopWatching = doesJobs ? () => {} : watchForWorkers(connector);
  return async () => {
    stopWatching();
    stopSchedule();
    await Promise.all([leave(), shutDown(connector, app)]);
  };
});
