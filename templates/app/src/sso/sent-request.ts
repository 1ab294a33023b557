import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OwnCookie } from '../plugins/cookies.ts';

/** A request that a browser took to the hub: which answer to expect. */
export interface SentRequest {
  id: string;
  tenant: string;
  at: string;
  settings: boolean;
}

/**
 * The hub's answer is a POST from another site: browsers keep the session's cookie (SameSite=Lax) from it. So the
 * request has a signed cookie of its own, which lives for ten minutes and says nothing but which answer to expect.
 */
export function rememberRequest(
  reply: FastifyReply,
  { name, signer, options }: OwnCookie,
  sent: SentRequest,
) {
  reply.setCookie(name, signer.sign(JSON.stringify(sent)), {
    ...options,
    maxAge: 600,
    sameSite: options.secure ? 'none' : 'lax',
  });
}

/** @returns undefined where the cookie is missing, or was changed. */
export function recallRequest(request: FastifyRequest, { name, signer }: OwnCookie): SentRequest | undefined {
  const { valid, value } = signer.unsign(request.cookies[name] ?? '');
  return valid ? (JSON.parse(value) as SentRequest) : undefined;
}
