import { boot, main } from './boot.ts';
import { startSchedule } from './schedule.ts';

/** Jobs and schedule, without the web server. */
await main(async () => {
  const { connector } = await boot();
  const stopSchedule = startSchedule(connector);
  return async () => {
    stopSchedule();
    await connector.close();
  };
});
