import { boot, main } from './boot.ts';
import { startSchedule } from './schedule.ts';
import { shutDown } from './shutdown.ts';

/** Jobs and schedule, without the web server: instead of it, not beside it, as long as jobs run in process. */
await main(async () => {
  const { connector } = await boot();
  const stopSchedule = startSchedule(connector);
  return async () => {
    stopSchedule();
    await shutDown(connector);
  };
});
