import csrfProtection from '@fastify/csrf-protection';
import fp from 'fastify-plugin';

/**
 * `app.csrfProtection` stands before every route that a form of ours posts to: without the token that the page
 * was given, the answer is 403. The token is tied to the session.
 */
export default fp(
  async (app) => {
    await app.register(csrfProtection, { sessionPlugin: '@fastify/session' });
  },
  { name: 'csrf', dependencies: ['session'] },
);
