import {
  type Acme,
  type AcmeOptions,
  type Hub,
  type HubOptions,
  sandboxEnvironment,
  startAcme,
  startHub,
} from 'create-connector/sandbox';
import { loadConfig } from '../../src/config.ts';
import { type Browser, createBrowser, type Page } from './browser.ts';
import { testConfig } from './config.ts';
import { startConnectorIn, type TestConnector } from './connector.ts';
import type { TestExternal } from './test-external.ts';

export interface Sandbox extends TestConnector {
  hub: Hub;
  acme: Acme;
  /** A browser in which that person of the hub has just signed in; the page is where it ended. */
  signIn(firstName: string, options?: SignInOptions): Promise<{ browser: Browser; page: Page }>;
  /** Links the organization of the browser to that workspace of Acme. */
  link(browser: Browser, workspace?: string): Promise<Page>;
}

export interface SandboxOptions {
  hub?: HubOptions;
  acme?: AcmeOptions;
  /** Default TestExternal. */
  application?: typeof TestExternal;
}

export interface SignInOptions {
  group?: string;
  settings?: boolean;
  browser?: Browser;
}

/** Hub, Acme and the connector between them, each on a port of its own, over real HTTP. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const [hub, acme] = await Promise.all([startHub(options.hub), startAcme(options.acme)]);
  const { tenants, external } = loadConfig({ ...environment, ...sandboxEnvironment(hub, acme) });
  const running = await startConnectorIn({ tenants, external }, options.application);
  hub.connectTo(running.url);
  return {
    ...running,
    hub,
    acme,

    async signIn(
      firstName,
      { group = 'cld-fern', settings = true, browser = createBrowser(running.url) } = {},
    ) {
      const user = hub.users.find(({ name }) => name.startsWith(firstName));
      if (!user) throw new Error(`nobody in the hub is called ${firstName}`);
      const choose = await browser.open(
        `/maestrano/auth/saml/init/${hub.tenant}${settings ? '?settings=true' : ''}`,
      );
      const answer = await browser.submit(choose, '/api/v1/auth/saml', { user: user.uid, group_id: group });
      return { browser, page: await browser.submit(answer, '/maestrano/auth/saml/consume') };
    },

    async link(browser, workspace) {
      const consent = await browser.submit(await browser.open('/'), '/link');
      return browser.submit(consent, '/oauth/authorize', {
        allowed: 'true',
        ...(workspace ? { workspace } : {}),
      });
    },

    async close() {
      await running.close();
      await Promise.all([hub.close(), acme.close()]);
    },
  };
}

const { sessionSecret, encryptionKeys } = testConfig();
const environment = {
  DATABASE_URL: 'file:never-opened.db',
  SESSION_SECRET: sessionSecret,
  ENCRYPTION_KEYS: encryptionKeys.map(({ id, key }) => `${id}:${key}`).join(','),
};
