import { expect } from 'vitest';
import type { Config } from '../../src/config.ts';
import type { Tenant } from '../../src/engine/index.ts';
import { type Browser, createBrowser, type Page } from './browser.ts';
import { startTestConnector, type TestConnector } from './connector.ts';
import {
  type Answer,
  type AuthnRequest,
  createIdentityProvider,
  type IdentityProvider,
  readAuthnRequest,
} from './identity-provider.ts';
import { fixedTenants, testTenant } from './tenants.ts';

/** A connector, and an identity provider that its tenants trust: for answers that no honest hub would give. */
export interface SignOnWorld extends TestConnector {
  provider: IdentityProvider;
  /** A browser that was sent to the hub, and what the hub was asked. */
  begin(tenant?: string, browser?: Browser): Promise<Asked>;
  /** That browser comes back with this answer, in XML. */
  answer(asked: Asked, xml: string, tenant?: string): Promise<Page>;
  /** The whole way, with an answer that the provider signs. */
  signIn(parts?: Partial<Answer>, tenant?: string): Promise<{ browser: Browser; page: Page }>;
  /**
   * That the answer was refused with the hub's page, for that reason (which only the log tells), that nobody is
   * signed in, that no row was written, and that the process goes on.
   */
  expectRefused(asked: Asked, xml: string, reason: RegExp, tenant?: string): Promise<void>;
  /** How many rows there are of what signing in writes. */
  rows(): Promise<Record<string, number>>;
}

export interface Asked {
  browser: Browser;
  request: AuthnRequest;
}

export async function startSignOn(
  sso: Partial<Tenant['sso']> = {},
  { others = [], config = {} }: { others?: Tenant[]; config?: Partial<Config> } = {},
): Promise<SignOnWorld> {
  const provider = createIdentityProvider();
  const tenant = testTenant();
  const own = { ...tenant, sso: { ...tenant.sso, certificate: provider.certificate, ...sso } };
  const running = await startTestConnector(config, fixedTenants(own, ...others));
  const { database } = running.connector;

  async function begin(name = 'default', browser = createBrowser(running.url)): Promise<Asked> {
    const page = await browser.request(`/maestrano/auth/saml/init/${name}`);
    return { browser, request: readAuthnRequest(page.headers.get('location') ?? '') };
  }

  const answer = ({ browser }: Asked, xml: string, name = 'default') =>
    browser.post(`/maestrano/auth/saml/consume/${name}`, {
      SAMLResponse: Buffer.from(xml).toString('base64'),
    });

  async function rows() {
    return {
      users: await database.user.count(),
      organizations: await database.organization.count(),
      memberships: await database.membership.count(),
      sessions: await database.session.count(),
      usedAssertions: await database.usedAssertion.count(),
    };
  }

  return {
    ...running,
    provider,
    begin,
    answer,
    rows,

    async signIn(parts, name) {
      const asked = await begin(name);
      const page = await answer(asked, provider.answer(asked.request, parts), name);
      return { browser: asked.browser, page };
    },

    async expectRefused(asked, xml, reason, name) {
      const before = await rows();
      const page = await answer(asked, xml, name);
      expect({ status: page.status, location: page.headers.get('location'), body: page.html }).toEqual({
        status: 303,
        location: `${own.sso.idp}/app_access_unauthorized?err=internal`,
        body: '',
      });
      expect(running.heard.at(-1)).toEqual({
        msg: 'signing in failed',
        reason: expect.stringMatching(reason),
      });
      expect([...asked.browser.cookies.keys()]).toEqual([]);
      expect(await rows()).toEqual(before);
      expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
    },
  };
}
