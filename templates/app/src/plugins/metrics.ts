import fp from 'fastify-plugin';
import { Histogram, Registry } from 'prom-client';
import { readBacklog } from '../metrics/backlog.ts';
import { backlogGauges } from '../metrics/backlog-gauges.ts';
import { countEngineEvents } from '../metrics/engine-events.ts';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: {
      /** Of this connector alone. Add to it what you want to count. */
      registry: Registry;
      /** All of it as Prometheus reads it, with the backlog as it is now. */
      read(): Promise<string>;
    };
  }
}

/** What the connector has done since it started, and what waits for it: figures for Prometheus. */
export default fp(
  async (app) => {
    const { database, observers } = app.connector;
    const registry = new Registry();
    observers.push(countEngineEvents(registry));
    const show = backlogGauges(registry);
    const requests = new Histogram({
      name: 'connector_http_request_duration_seconds',
      help: 'Until an answer was sent, by the route as it is written in the code',
      labelNames: ['method', 'route', 'status'],
      registers: [registry],
    });
    app.addHook('onResponse', async ({ method, routeOptions }, { statusCode: status, elapsedTime }) => {
      requests.observe({ method, route: routeOptions.url ?? 'none', status }, elapsedTime / 1000);
    });
    app.decorate('metrics', {
      registry,
      async read() {
        show(await readBacklog(database, new Date()));
        return registry.metrics();
      },
    });
  },
  { name: 'metrics' },
);
