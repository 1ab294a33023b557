import { Registry } from 'prom-client';
import type { Connector } from '../connector.ts';
import { readBacklog } from './backlog.ts';
import { backlogGauges } from './backlog-gauges.ts';
import { countEngineEvents } from './engine-events.ts';

export interface Metrics {
  /** Of this connector alone. Add to it what you want to count. */
  registry: Registry;
  /** All of it as Prometheus reads it, with the backlog as it is now. */
  read(): Promise<string>;
}

/** What the connector has done since it started, and what waits for it: in a process with pages, and in one without. */
export function createMetrics({ database, observers }: Pick<Connector, 'database' | 'observers'>): Metrics {
  const registry = new Registry();
  observers.push(countEngineEvents(registry));
  const show = backlogGauges(registry);
  return {
    registry,
    async read() {
      show(await readBacklog(database, new Date()));
      return registry.metrics();
    },
  };
}
