import type { FastifyReply, FastifyRequest } from 'fastify';

/** The process answers. */
export const live = async () => ({ status: 'ok' });

/** The database answers, too: send requests here. */
export async function ready(request: FastifyRequest, reply: FastifyReply) {
  try {
    await request.server.connector.database.$queryRaw`SELECT 1`;
    return { status: 'ok' };
  } catch (error) {
    request.log.error({ err: error }, 'the database does not answer');
    return reply.code(503).send({ status: 'the database does not answer' });
  }
}

/** What is deployed (contract 233); nothing about the interpreter (improvement 7.13). */
export async function version(request: FastifyRequest) {
  const { environment, build } = request.server.connector.config;
  return { env: environment, ci_branch: build.branch, ci_commit: build.commit };
}
