import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What is deployed: as JSON, and to browsers a line each (contract 233). */
export default async function version(app: FastifyInstance) {
  app.get('/version', show);
}

/** Anybody may ask: nothing about the interpreter (improvement 7.13). */
async function show(request: FastifyRequest, reply: FastifyReply) {
  const { environment, build } = request.server.connector.config;
  const deployed = { env: environment, ci_branch: build.branch, ci_commit: build.commit };
  reply.header('vary', 'accept');
  if (!request.headers.accept?.includes('text/html')) return deployed;
  const lines = Object.entries(deployed).map(([key, value]) => `${key}=${value ?? ''}`);
  return reply.type('text/plain').send(`${lines.join('\n')}\n`);
}
