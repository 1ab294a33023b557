import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { ZodError } from 'zod';
import { texts } from '../texts.ts';

/** An answer other than 200 that is nobody's fault in our code; the message is for whoever asked. */
export class HttpError extends Error {
  override name = 'HttpError';
  readonly statusCode: number;
  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** The one place that answers for errors: a page for people, JSON for programs, and nothing of our own faults. */
export default fp(
  async (app) => {
    app.setErrorHandler<FastifyError>(async (error, request, reply) => {
      const status = error instanceof ZodError ? 400 : (error.statusCode ?? 500);
      if (isOurFault(error, status)) request.log.error({ err: error }, 'request failed');
      else request.log.info({ status, reason: error.message }, 'request refused');
      return answer(request, reply, status, inWords(error, status));
    });
    app.setNotFoundHandler(async (request, reply) => answer(request, reply, 404, texts.errors.notFound));
  },
  { name: 'errors' },
);

/** An HttpError is an answer that was meant. */
const isOurFault = (error: FastifyError, status: number) => status >= 500 && !(error instanceof HttpError);

function inWords(error: FastifyError, status: number): string {
  if (isOurFault(error, status)) return texts.errors.internal;
  if (error instanceof ZodError) return texts.errors.badForm;
  if (status === 401) return texts.errors.invalidCredentials;
  return error.code?.startsWith('FST_CSRF') ? texts.errors.csrf : error.message;
}

function answer(request: FastifyRequest, reply: FastifyReply, status: number, message: string) {
  reply.code(status);
  if (!request.headers.accept?.includes('text/html')) return reply.send({ error: message });
  const { title, advice } = texts.errors.pages[status] ?? texts.errors.otherPage;
  return reply.page('error', { title, advice, status, message, requestId: request.id });
}
