import type { Session } from 'fastify';
import type { Membership } from '../../src/engine/index.ts';
import { createSessionStore } from '../../src/plugins/session-store.ts';
import { type Browser, createBrowser } from './browser.ts';
import type { TestConnector } from './connector.ts';

/** A browser with a session, without the way through the hub: for tests about what comes after. */
export async function signedIn(
  { app, connector, url }: TestConnector,
  membership: Membership,
): Promise<Browser> {
  const id = `test-session-${membership.id}`;
  const expires = new Date(Date.now() + 3_600_000);
  const session = {
    cookie: { originalMaxAge: 3_600_000, expires, path: '/', httpOnly: true, secure: false, sameSite: 'lax' },
    userId: membership.userId,
    organizationId: membership.organizationId,
  } as Session;
  await new Promise<void>((resolve, reject) => {
    createSessionStore(connector.database).set(id, session, (error) => (error ? reject(error) : resolve()));
  });
  const browser = createBrowser(url);
  browser.cookies.set('connector_session', encodeURIComponent(app.signCookie(id)));
  return browser;
}
