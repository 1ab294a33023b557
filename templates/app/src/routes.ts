import type { FastifyInstance } from 'fastify';
import * as health from './controllers/health.ts';
import * as history from './controllers/history.ts';
import * as home from './controllers/home.ts';
import * as link from './controllers/link.ts';
import * as mapping from './controllers/mapping.ts';
import * as notifications from './controllers/notifications.ts';
import * as settings from './controllers/settings.ts';
import * as signOn from './controllers/sign-on.ts';
import * as synchronize from './controllers/synchronize.ts';
import { requireAdmin } from './plugins/viewer.ts';

/** Every URL of the connector. */
export default async function routes(app: FastifyInstance) {
  const form = { preHandler: app.csrfProtection };
  const adminForm = { preHandler: [app.csrfProtection, requireAdmin] };
  const admin = { preHandler: requireAdmin };
  // It proves that it is the hub before its body is read; there may be many of them, and big ones.
  const fromHub = {
    onRequest: app.basicAuth,
    bodyLimit: 5 * 1024 * 1024,
    config: { rateLimit: { max: 6000 } },
  };
  const seldom = { config: { rateLimit: { max: 60 } } };

  // Pages
  app.get('/', home.show);
  app.get('/history', history.show);
  app.get('/mapping', mapping.show);

  // What administrators change
  app.post('/settings', adminForm, settings.update);
  app.post('/synchronize', adminForm, synchronize.create);
  app.post('/link', adminForm, link.create);
  app.post('/unlink', adminForm, link.destroy);
  app.get('/auth/external/callback', { ...admin, ...seldom }, link.callback);

  // Sign-on through the hub
  app.get('/maestrano/auth/saml/init/:tenant?', seldom, signOn.init);
  app.post('/maestrano/auth/saml/consume/:tenant?', { ...seldom, bodyLimit: 256 * 1024 }, signOn.consume);
  app.post('/maestrano/signout', form, signOn.destroy);

  // What the hub tells us
  app.post('/maestrano/connec/notifications/:tenant', fromHub, notifications.create);

  // What operators ask
  app.get('/health/live', { logLevel: 'warn' }, health.live);
  app.get('/health/ready', { logLevel: 'warn' }, health.ready);
  app.get('/version', health.version);
}
