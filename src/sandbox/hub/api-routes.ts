import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { basicCredentials, sameSecret } from '../secrets.ts';
import { type ApiAnswer, answer } from './api.ts';
import { runBatch } from './batch.ts';
import { errorBody } from './hub-error.ts';
import type { ApiRequest } from './target.ts';
import type { App, World } from './world.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, PUT, DELETE, GET, OPTIONS',
  'access-control-allow-headers': '*',
};

/** Connec! API v2, its batches and its version (connec-api §1, §2, §8). */
export function apiRoutes(server: FastifyInstance, world: World): void {
  server.get('/version', async () => ({ ci_branch: 'v2.0', ci_commit: 'sandbox', ci_build_number: '1' }));
  server.options('/*', (_request, reply) => reply.headers(CORS).send());
  server.route({
    method: [...METHODS],
    url: '/api/v2/*',
    handler: (request, reply) => withApp(world, request, reply, (call) => answer(world, call)),
  });
  server.post('/batch', (request, reply) => withApp(world, request, reply, (call) => runBatch(world, call)));
}

/** The application whose key a call carries (connec-api §2). */
export function appOf(world: World, request: FastifyRequest): App | undefined {
  const given = basicCredentials(request.headers.authorization);
  return given && world.apps.find((app) => app.id === given.name && sameSecret(app.key, given.secret));
}

function withApp(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  call: (request: ApiRequest) => ApiAnswer,
): FastifyReply {
  reply.headers(CORS);
  const app = appOf(world, request);
  if (!app) return reply.code(401).header('www-authenticate', 'Basic realm="Connec!"').send(UNAUTHORIZED());
  const { status, headers, body } = call({
    app,
    method: request.method,
    url: request.url,
    origin: `${request.protocol}://${request.host}`,
    headers: request.headers as Record<string, string>,
    body: request.body,
  });
  return reply.code(status).headers(headers).send(body);
}

const UNAUTHORIZED = () =>
  errorBody({ status: 401, title: 'Unauthorized access', message: 'the API id or key is wrong' });
