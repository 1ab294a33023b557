import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What operators ask. */
export default async function health(app: FastifyInstance) {
  app.get('/health/live', { logLevel: 'warn' }, live);
  app.get('/health/ready', { logLevel: 'warn' }, ready);
}

/** The process answers. */
const live = async () => ({ status: 'ok' });

/** The database answers, too: send requests here. */
async function ready(request: FastifyRequest, reply: FastifyReply) {
  try {
    await request.server.connector.database.$queryRaw`SELECT 1`;
    return { status: 'ok' };
  } catch (error) {
    request.log.error({ err: error }, 'the database does not answer');
    return reply.code(503).send({ status: 'the database does not answer' });
  }
}
