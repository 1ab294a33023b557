import { createHmac, hkdfSync } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { HttpError } from '../plugins/errors.ts';
import { sameText } from '../same-text.ts';
import { texts } from '../texts.ts';

/** A page that has been open for longer is to be loaded anew. */
const lifetimeMs = 12 * 60 * 60_000;

/**
 * What a form of /operator carries, for a browser sends the password with the forms of other sites, too. Operators have
 * no session that it could be tied to: it is signed instead, and any process knows it for ours.
 */
export const formToken = (sessionSecret: string, now = Date.now()): string =>
  signed(sessionSecret, String(now + lifetimeMs));

/** Before routes that such a form posts to. */
export async function requireFormToken({ body, server }: FastifyRequest) {
  const { _csrf: token } = (body ?? {}) as { _csrf?: unknown };
  const [until = ''] = String(token).split('.');
  const isOurs = sameText(String(token), signed(server.connector.config.sessionSecret, until));
  if (!isOurs || !(Number(until) > Date.now())) throw new HttpError(403, texts.errors.csrf);
}

function signed(sessionSecret: string, until: string): string {
  const key = Buffer.from(hkdfSync('sha256', sessionSecret, '', 'forms of operators', 32));
  return `${until}.${createHmac('sha256', key).update(until).digest('base64url')}`;
}
