import { type Browser, createBrowser, type Page } from '../../templates/app/test/support/browser.ts';

/** What a person does on the pages of the connector, of the hub and of Acme. */
export interface Visit {
  /** Signs Ada Arkwright of Fern & Co in through the hub, and comes back to the connector's status page. */
  signIn(): Promise<void>;
  /** Allows the connector into Acme's first workspace. */
  linkAcme(): Promise<void>;
  /** Lets these kinds of record travel both ways, old ones as well, and so starts the first synchronization. */
  start(kinds: readonly string[]): Promise<void>;
  synchronize(): Promise<void>;
}

const ADA = { user: 'usr-ada', group_id: 'cld-fern' };

export function visit(connector: string, browser: Browser = createBrowser(connector)): Visit {
  return {
    async signIn() {
      const choose = await browser.open('/maestrano/auth/saml/init/sandbox?settings=true');
      const answer = await browser.submit(choose, '/api/v1/auth/saml', ADA);
      expectToSee('Fern &amp; Co', await browser.submit(answer, '/maestrano/auth/saml/consume'));
    },
    async linkAcme() {
      const consent = await browser.submit(await browser.open('/'), '/link');
      const page = await browser.submit(consent, '/oauth/authorize', { workspace: 'north', allowed: 'true' });
      expectToSee('Acme North', page);
    },
    async start(kinds) {
      const choice = { toConnec: [...kinds], toExternal: [...kinds], historicalData: 'on' };
      const question = await browser.submit(await browser.open('/'), '/settings', choice);
      expectToSee('historical', question);
      await browser.submit(question, '/settings');
    },
    async synchronize() {
      await submitFirst(browser, '/synchronize');
    },
  };
}

async function submitFirst(browser: Browser, action: string): Promise<void> {
  await browser.submit(await browser.open('/'), action);
}

function expectToSee(text: string, { html, url, status }: Page): void {
  if (status !== 200 || !html.includes(text)) {
    throw new Error(`expected to see "${text}" at ${url}, which answered ${status}:\n${html}`);
  }
}
