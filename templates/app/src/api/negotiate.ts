import type { FastifyInstance, FastifyRequest } from 'fastify';
import { texts } from '../texts.ts';
import { ApiError, problem, refuse } from './errors.ts';
import { mediaType } from './media-type.ts';

/**
 * Whoever tells what they take has to take JSON:API (contract 237). A weight (`q`) is no parameter of a media type.
 *
 * @throws {ApiError} 406
 */
export async function checkAccept({ headers }: FastifyRequest): Promise<void> {
  if (!headers.accept) return;
  const takes = headers.accept.toLowerCase().split(',');
  if (!takes.some((range) => ours.test(range.trim()))) refuse('notAcceptable', texts.api.notAcceptable);
}

const ours = /^(\*\/\*|application\/\*|application\/vnd\.api\+json)\s*(;\s*q=.*)?$/;

/** What is written is JSON:API, and nothing else is read (contract 237): the rest is a 415. */
export function readJsonApiOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(mediaType, { parseAs: 'string' }, (request, body, done) => {
    if (request.headers['content-type']?.toLowerCase() !== mediaType)
      return done(new ApiError([problem('badMediaType', texts.api.badMediaType)]));
    parse(request, body, (error, value) =>
      done(error && new ApiError([problem('invalidBody', texts.api.unreadable)]), value),
    );
  });
}
