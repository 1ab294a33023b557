import { Registry } from 'prom-client';
import type { Connector } from '../connector.ts';
import { readBacklog } from './backlog.ts';
import { backlogGauges } from './backlog-gauges.ts';
import { countEngineEvents } from './engine-events.ts';
import { fleetGauges } from './fleet-gauges.ts';

export interface Metrics {
  /** Of this connector alone. Add to it what you want to count. */
  registry: Registry;
  /** All of it as Prometheus reads it, with the backlog and the jobs as they are now. */
  read(): Promise<string>;
}

type Counted = Pick<Connector, 'database' | 'jobs' | 'log' | 'observers'>;

/** What the connector has done since it started, and what waits for it: in a process with pages, and in one without. */
export function createMetrics(connector: Counted): Metrics {
  const registry = new Registry();
  connector.observers.push(countEngineEvents(registry));
  const showBacklog = backlogGauges(registry);
  const showFleet = fleetGauges(registry, connector);
  return {
    registry,
    async read() {
      const now = new Date();
      showBacklog(await readBacklog(connector.database, now));
      await showFleet(now);
      return registry.metrics();
    },
  };
}
