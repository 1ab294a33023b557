import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messagePage } from '../page.ts';
import { HUB_BRAND } from './brand.ts';
import { errorBody, HubError, notFound } from './hub-error.ts';

/** Refusals as a page for people and as JSON for programs. */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler((error: FastifyError, request, reply) => send(request, reply, toHubError(error)));
  server.setNotFoundHandler((request, reply) =>
    send(request, reply, notFound(`nothing is at ${request.url}`)),
  );
}

function toHubError(error: FastifyError): HubError {
  if (error instanceof HubError) return error;
  const status = error.statusCode ?? 500;
  return new HubError(status, status < 500 ? 'Bad request' : 'Internal error', error.message);
}

function send(request: FastifyRequest, reply: FastifyReply, error: HubError): FastifyReply {
  reply.code(error.status);
  const isPage = request.headers.accept?.includes('text/html');
  if (!isPage) return reply.send(errorBody(error));
  return reply.type('text/html; charset=utf-8').send(messagePage(HUB_BRAND, error.title, error.message));
}
