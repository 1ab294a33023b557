import { Gauge, type Registry } from 'prom-client';
import type { Connector } from '../connector.ts';
import { askQueues } from '../fleet/ask-queues.ts';
import { countParked, readLag } from '../fleet/lag.ts';
import { runningProcesses } from '../processes.ts';

/**
 * Jobs, processes, and how far behind they are: the same in every process where jobs are shared, so that it does not
 * matter which one is asked, nor how many are.
 *
 * @returns reads them anew.
 */
export function fleetGauges(
  registry: Registry,
  connector: Pick<Connector, 'database' | 'jobs' | 'log'>,
): (now: Date) => Promise<void> {
  const registers = [registry];
  const jobs = new Gauge({
    name: 'connector_jobs',
    help: 'Jobs by where they wait. Those in process are of this process alone. failed: for good, left to a person',
    labelNames: ['lane', 'state'],
    registers,
  });
  const processes = new Gauge({
    name: 'connector_processes',
    help: 'Processes that have said within a minute that they are there',
    labelNames: ['kind'],
    registers,
  });
  const oldest = new Gauge({
    name: 'connector_run_request_oldest_seconds',
    help: 'Age of the oldest run that was asked for and has not been done',
    registers,
  });
  const lag = new Gauge({
    name: 'connector_schedule_lag_seconds',
    help: 'Since the clock should have asked for a run, of the organization where it is longest ago',
    registers,
  });
  const parked = new Gauge({
    name: 'connector_records_parked',
    help: 'Records that were tried too often and are left to a person, up to 10,000',
    registers,
  });
  return async (now) => {
    await showJobs(jobs, connector);
    const running = await runningProcesses(connector.database, now);
    for (const kind of ['web', 'worker'])
      processes.set({ kind }, running.filter((process) => process.kind === kind).length);
    const { oldestRequest, longestOverdue } = await readLag(connector.database, now);
    oldest.set(oldestRequest);
    lag.set(longestOverdue);
    parked.set(await countParked(connector.database));
  };
}

/** Queues that are away have no figures: the others are wanted all the more. */
async function showJobs(gauge: Gauge<'lane' | 'state'>, { jobs, log }: Pick<Connector, 'jobs' | 'log'>) {
  gauge.reset();
  try {
    for (const [lane, counts] of Object.entries(await askQueues(jobs.counts())))
      for (const [state, count] of Object.entries(counts)) gauge.set({ lane, state }, count);
  } catch (error) {
    log.warn({ err: error }, 'the queues could not be asked what waits');
  }
}
