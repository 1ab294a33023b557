import cookie from '@fastify/cookie';
import session from '@fastify/session';
import fp from 'fastify-plugin';
import { ownCookie } from './cookies.ts';
import { createSessionStore } from './session-store.ts';

/** After so long without a visit, people sign in again. */
const lifetime = 12 * 60 * 60 * 1000;

/**
 * Who is at the other end: a signed cookie, and a row of `sessions` behind it. Only signing in makes one
 * (sso/sign-in.ts), under a new id: nobody has a session that somebody else chose.
 */
export default fp(
  async (app) => {
    const { config, database } = app.connector;
    const { name, signer, options } = ownCookie(config, 'connector_session');
    await app.register(cookie);
    await app.register(session, {
      secret: signer,
      cookieName: name,
      cookie: { ...options, sameSite: 'lax', maxAge: lifetime },
      store: createSessionStore(database),
      saveUninitialized: false,
      rolling: false,
    });
  },
  { name: 'session' },
);
