import { setTimeout as wait } from 'node:timers/promises';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Call, recordCall } from './calls.ts';
import { type FaultSwitch, type Faults, takeFaults } from './faults.ts';

export interface ServerSettings {
  /** The paths that are recorded in `calls` and that faults may hit. */
  isApi(path: string): boolean;
  calls: Call[];
  faults: FaultSwitch;
  /** The body of an answer that a fault makes. */
  faultBody(status: number): object;
}

const BODY_LIMIT = 32 * 1024 * 1024;

/** A Fastify server that reads JSON of any kind and HTML forms, and misbehaves when told to. */
export async function createServer(settings: ServerSettings): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    rewriteUrl: (request) => (request.url ?? '/').replace(/\.json(?=\?|$)/, ''),
  });
  await server.register(formbody);
  readJson(server);
  server.addHook('preHandler', (request, reply) => misbehave(settings, request, reply));
  server.addHook('onSend', async (request, _reply, payload) => {
    if (request.faults?.cut) cutConnection(settings, request);
    return payload;
  });
  server.addHook('onResponse', async (request, reply) => {
    if (!request.faults?.cut) note(settings, request, reply.statusCode);
  });
  return server;
}

/** Where a server listens: `http://127.0.0.1:PORT`. */
export async function listen(server: FastifyInstance, host = '127.0.0.1', port = 0): Promise<string> {
  await server.listen({ host, port });
  const address = server.server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actual}`;
}

declare module 'fastify' {
  interface FastifyRequest {
    faults?: Faults | undefined;
  }
}

/** JSON under any of its names; no body at all is no error. */
function readJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('remove', 'remove');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser(
    /^application\/([\w.-]+\+)?json/,
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') done(null, undefined);
      else parse(request, String(body), done);
    },
  );
}

async function misbehave(
  settings: ServerSettings,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const path = pathOf(request);
  if (!settings.isApi(path)) return;
  const faults = takeFaults(settings.faults, request.method, path);
  if (!faults) return;
  request.faults = faults;
  if (faults.latencyMs) await wait(faults.latencyMs);
  if (!faults.status) return;
  if (faults.status === 429 || faults.status === 503)
    reply.header('retry-after', String(faults.retryAfter ?? 1));
  return reply.code(faults.status).send(settings.faultBody(faults.status));
}

function cutConnection(settings: ServerSettings, request: FastifyRequest): void {
  note(settings, request, 0);
  request.raw.socket.destroy();
}

function note(settings: ServerSettings, request: FastifyRequest, status: number): void {
  const path = pathOf(request);
  if (settings.isApi(path)) recordCall(settings.calls, { method: request.method, path, status });
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/';
