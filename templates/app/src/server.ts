import { buildApp } from './app.ts';
import { boot, main } from './boot.ts';
import { startSchedule } from './schedule.ts';

/** Pages, jobs and schedule in one process. */
await main(async () => {
  const { connector, logger } = await boot();
  const app = await buildApp(connector, logger);
  await app.listen({ host: connector.config.host, port: connector.config.port });
  const stopSchedule = startSchedule(connector);
  return async () => {
    stopSchedule();
    await app.close();
    await connector.close();
  };
});
