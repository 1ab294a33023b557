import rateLimit from '@fastify/rate-limit';
import fp from 'fastify-plugin';

/** Requests per minute and address. A route tells its own limit in `config.rateLimit`. */
export default fp(
  async (app) => {
    await app.register(rateLimit, {
      max: 300,
      timeWindow: '1 minute',
      allowList: (request) => request.url.startsWith('/health/') || request.url.startsWith('/public/'),
    });
  },
  { name: 'rate-limit' },
);
