import cookie from '@fastify/cookie';
import session from '@fastify/session';
import fp from 'fastify-plugin';
import { createSessionStore } from './session-store.ts';

/** After so long without a visit, people sign in again. */
const lifetime = 12 * 60 * 60 * 1000;

/** Who is at the other end: a signed cookie that scripts cannot read, and a row of `sessions` behind it. */
export default fp(
  async (app) => {
    const { config, database } = app.connector;
    await app.register(cookie, { secret: config.sessionSecret });
    await app.register(session, {
      secret: config.sessionSecret,
      cookieName: 'connector_session',
      cookie: {
        httpOnly: true,
        sameSite: 'lax',
        secure: config.appUrl.startsWith('https:'),
        maxAge: lifetime,
      },
      store: createSessionStore(database),
      saveUninitialized: false,
      rolling: false,
    });
  },
  { name: 'session' },
);
