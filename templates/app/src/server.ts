import { collectDefaultMetrics } from 'prom-client';
import { buildApp } from './app.ts';
import { boot, main } from './boot.ts';
import { startSchedule } from './schedule.ts';
import { shutDown } from './shutdown.ts';

/** Pages, jobs and schedule in one process. */
await main(async () => {
  const { connector, logger } = await boot();
  const app = await buildApp(connector, logger);
  // Memory, event loop and the like: of the process, however many connectors it has.
  collectDefaultMetrics({ register: app.metrics.registry });
  await app.listen({ host: connector.config.host, port: connector.config.port });
  const stopSchedule = startSchedule(connector);
  return async () => {
    stopSchedule();
    await shutDown(connector, app);
  };
});
