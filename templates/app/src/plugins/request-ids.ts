import { randomUUID } from 'node:crypto';
import { type FastifyServerOptions, LogController } from 'fastify';
import fp from 'fastify-plugin';

const header = 'x-request-id';

/** A proxy's id is a good one: its log and ours then speak of the same request. Anything else could be anything. */
const sane = /^[\w-]{8,64}$/;

/** For Fastify itself: where a request's id comes from, and what log lines call it. */
export const requestIds: Pick<FastifyServerOptions, 'genReqId' | 'logController'> = {
  logController: new LogController({ requestIdLogLabel: 'requestId' }),
  genReqId({ headers }) {
    const given = headers[header];
    return typeof given === 'string' && sane.test(given) ? given : randomUUID();
  },
};

/** Every answer names its request: who asks for help can say which one it was. */
export default fp(
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header(header, request.id);
    });
  },
  { name: 'request-ids' },
);
