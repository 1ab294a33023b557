import OAuth2Server from '@node-oauth/oauth2-server';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messagePage } from '../page.ts';
import { AcmeError, errorBody } from './acme-error.ts';
import { ACME_BRAND } from './brand.ts';

/** Refusals as a page for people and as JSON for programs. */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler((error: FastifyError, request, reply) => send(request, reply, toAcmeError(error)));
  server.setNotFoundHandler((request, reply) =>
    send(request, reply, new AcmeError(404, 'not_found', `nothing is at ${request.url}`)),
  );
}

function toAcmeError(error: FastifyError): AcmeError {
  if (error instanceof AcmeError) return error;
  if (error instanceof OAuth2Server.OAuthError)
    return new AcmeError(401, 'unauthorized', 'the access token is missing, wrong or has expired');
  const status = error.statusCode ?? 500;
  return new AcmeError(status, status < 500 ? 'bad_request' : 'internal_error', error.message);
}

function send(request: FastifyRequest, reply: FastifyReply, error: AcmeError): FastifyReply {
  reply.code(error.status);
  if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="Acme"');
  if (!request.headers.accept?.includes('text/html')) return reply.send(errorBody(error));
  const title = error.status === 404 ? 'Not found' : 'That did not work';
  return reply.type('text/html; charset=utf-8').send(messagePage(ACME_BRAND, title, error.message));
}
