import formbody from '@fastify/formbody';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Connector } from './connector.ts';
import clientAuth from './plugins/client-auth.ts';
import csrf from './plugins/csrf.ts';
import draining from './plugins/draining.ts';
import errors from './plugins/errors.ts';
import flash from './plugins/flash.ts';
import metrics from './plugins/metrics.ts';
import oauth from './plugins/oauth.ts';
import rateLimit from './plugins/rate-limit.ts';
import requestIdHeader, { requestIds } from './plugins/request-ids.ts';
import routeList from './plugins/route-list.ts';
import saml from './plugins/saml.ts';
import securityHeaders from './plugins/security-headers.ts';
import session from './plugins/session.ts';
import singleLogout from './plugins/single-logout.ts';
import staticFiles from './plugins/static-files.ts';
import storableText from './plugins/storable-text.ts';
import viewer from './plugins/viewer.ts';
import views from './plugins/views.ts';
import routes from './routes.ts';

declare module 'fastify' {
  interface FastifyInstance {
    connector: Connector;
  }
}

/** In this order: each may use what those before it bring, and their hooks run first. */
const plugins = [
  errors,
  requestIdHeader,
  metrics,
  draining,
  securityHeaders,
  rateLimit,
  formbody,
  storableText,
  staticFiles,
  // Who is there
  session,
  csrf,
  viewer,
  singleLogout,
  clientAuth,
  // What they are shown
  flash,
  views,
  // Signing on, and linking
  saml,
  oauth,
  // What there is
  routeList,
];

/** The web application, not listening yet. Without a logger it is silent. */
export async function buildApp(
  connector: Connector,
  loggerInstance?: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const app = Fastify({
    ...(loggerInstance ? { loggerInstance } : {}),
    bodyLimit: 64 * 1024,
    trustProxy: connector.config.trustedProxies,
    ...requestIds,
  });
  app.decorate('connector', connector);
  for (const plugin of plugins) await app.register(plugin);
  await app.register(routes);
  return app;
}
