import fp from 'fastify-plugin';
import { texts } from '../texts.ts';
import { HttpError } from './errors.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The process is about to end: no new requests, please. Those that are open are answered. */
    drain(): void;
  }
}

/**
 * From `drain` on /health/ready, as everything else, answers 503: whatever sends requests here learns to send them
 * elsewhere. /health/live does not: the process is well.
 */
export default fp(
  async (app) => {
    let draining = false;
    app.decorate('drain', () => {
      draining = true;
    });
    app.addHook('onRequest', async (request, reply) => {
      const { url } = request.routeOptions;
      if (!draining || url === '/health/live') return;
      reply.headers({ connection: 'close', 'retry-after': 10 });
      if (url === '/health/ready') return reply.code(503).send({ status: texts.errors.stopping });
      throw new HttpError(503, texts.errors.stopping);
    });
  },
  { name: 'draining', dependencies: ['errors'] },
);
