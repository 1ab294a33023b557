import fp from 'fastify-plugin';
import { Histogram } from 'prom-client';
import { createMetrics, type Metrics } from '../metrics/registry.ts';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics;
  }
}

/** The figures of the connector, and those of the requests to it. */
export default fp(
  async (app) => {
    const metrics = createMetrics(app.connector);
    const requests = new Histogram({
      name: 'connector_http_request_duration_seconds',
      help: 'Until an answer was sent, by the route as it is written in the code',
      labelNames: ['method', 'route', 'status'],
      registers: [metrics.registry],
    });
    app.addHook('onResponse', async ({ method, routeOptions }, { statusCode: status, elapsedTime }) => {
      requests.observe({ method, route: routeOptions.url ?? 'none', status }, elapsedTime / 1000);
    });
    app.decorate('metrics', metrics);
  },
  { name: 'metrics' },
);
