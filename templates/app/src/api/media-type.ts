import type { FastifyReply } from 'fastify';

export const mediaType = 'application/vnd.api+json';

/** Answers with a JSON:API document. */
export function send(reply: FastifyReply, document: object): FastifyReply {
  // As bytes: to text Fastify adds a charset, and JSON:API wants its media type without parameters.
  return reply
    .header('vary', 'accept')
    .type(mediaType)
    .send(Buffer.from(JSON.stringify({ jsonapi: { version: '1.0' }, ...document })));
}
