import { boot, main } from './boot.ts';
import { startMetricsServer } from './metrics-server.ts';
import { announceProcess } from './processes.ts';
import { startSchedule } from './schedule.ts';
import { shutDown } from './shutdown.ts';

/**
 * The jobs, without the web server. Any number of these may run beside it where jobs are shared: on PostgreSQL. On
 * SQLite they are in process, and this one runs instead of the web server, not beside it.
 */
await main(async () => {
  const { connector } = await boot();
  const metrics = await startMetricsServer(connector); // It may not: then nothing has been begun.
  const leave = await announceProcess(connector, 'worker');
  const stopSchedule = startSchedule(connector);
  await connector.startWork();
  return async () => {
    stopSchedule();
    await Promise.all([leave(), shutDown(connector), metrics?.close()]);
  };
});
