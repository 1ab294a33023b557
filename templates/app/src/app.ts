import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import formbody from '@fastify/formbody';
import serveStatic from '@fastify/static';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Connector } from './connector.ts';
import csrf from './plugins/csrf.ts';
import errors from './plugins/errors.ts';
import flash from './plugins/flash.ts';
import oauth from './plugins/oauth.ts';
import rateLimit from './plugins/rate-limit.ts';
import saml from './plugins/saml.ts';
import securityHeaders from './plugins/security-headers.ts';
import session from './plugins/session.ts';
import singleLogout from './plugins/single-logout.ts';
import tenantAuth from './plugins/tenant-auth.ts';
import viewer from './plugins/viewer.ts';
import views from './plugins/views.ts';
import routes from './routes.ts';

declare module 'fastify' {
  interface FastifyInstance {
    connector: Connector;
  }
}

/** The web application, not listening yet. Without a logger it is silent. */
export async function buildApp(
  connector: Connector,
  loggerInstance?: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const app = Fastify({
    ...(loggerInstance ? { loggerInstance } : {}),
    bodyLimit: 64 * 1024,
    trustProxy: connector.config.trustedProxies,
    genReqId: () => randomUUID(),
  });
  app.decorate('connector', connector);

  await app.register(errors);
  await app.register(securityHeaders);
  await app.register(rateLimit);
  await app.register(formbody);
  await app.register(serveStatic, {
    root: join(import.meta.dirname, '../public'),
    prefix: '/public/',
    maxAge: connector.config.environment === 'production' ? '1 hour' : 0,
  });
  await app.register(session);
  await app.register(csrf);
  await app.register(viewer);
  await app.register(singleLogout);
  await app.register(flash);
  await app.register(views);
  await app.register(tenantAuth);
  await app.register(saml);
  await app.register(oauth);
  await app.register(routes);
  return app;
}
