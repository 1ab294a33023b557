import type { Session } from 'fastify';
import type { Membership } from '../../src/engine/index.ts';
import { ownCookie } from '../../src/plugins/cookies.ts';
import { createSession } from '../../src/plugins/session-store.ts';
import { type Browser, createBrowser } from './browser.ts';
import type { TestConnector } from './connector.ts';

/** A browser with a session, without the way through the hub: for tests about what comes after. */
export async function signedIn({ connector, url }: TestConnector, membership: Membership): Promise<Browser> {
  const id = `test-session-${membership.id}`;
  const expires = new Date(Date.now() + 3_600_000);
  const session = {
    cookie: { originalMaxAge: 3_600_000, expires, path: '/', httpOnly: true, secure: false, sameSite: 'lax' },
    userId: membership.userId,
    organizationId: membership.organizationId,
    hubSession: { uid: 'usr-test', token: 'test', recheckAt: expires.toISOString() },
  } as Session;
  await createSession(connector.database, id, session);
  const browser = createBrowser(url);
  const { name, signer } = ownCookie(connector.config, 'connector_session');
  browser.cookies.set(name, encodeURIComponent(signer.sign(id)));
  return browser;
}
