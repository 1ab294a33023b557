import { join } from 'node:path';
import serveStatic from '@fastify/static';
import fp from 'fastify-plugin';

/** public/, as it is. */
export default fp(
  async (app) => {
    await app.register(serveStatic, {
      root: join(import.meta.dirname, '../../public'),
      prefix: '/public/',
      maxAge: app.connector.config.environment === 'production' ? '1 hour' : 0,
    });
  },
  { name: 'static-files' },
);
