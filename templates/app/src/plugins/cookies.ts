import { hkdfSync } from 'node:crypto';
import { Signer } from '@fastify/cookie';
import type { Config } from '../config.ts';

/** One of our cookies: out of reach for scripts, and worthless when it was changed. */
export interface OwnCookie {
  name: string;
  signer: Signer;
  options: { path: '/'; httpOnly: true; secure: boolean };
}

/**
 * Behind https a cookie travels encrypted only, and its name begins with `__Host-` (RFC 6265bis): no other host of
 * the domain can plant one. Each is signed with a key of its own, derived from SESSION_SECRET (HKDF, RFC 5869): what
 * was signed for one is nothing to another.
 */
export function ownCookie(
  { appUrl, sessionSecret }: Pick<Config, 'appUrl' | 'sessionSecret'>,
  name: 'connector_session' | 'connector_sign_on',
): OwnCookie {
  const secure = appUrl.startsWith('https:');
  return {
    name: secure ? `__Host-${name}` : name,
    signer: new Signer(Buffer.from(hkdfSync('sha256', sessionSecret, '', `cookie ${name}`, 32))),
    options: { path: '/', httpOnly: true, secure },
  };
}
