import { type Browser, createBrowser, type Page } from '../../templates/app/test/support/browser.ts';

/** What a person does on the pages of the connector, of the hub and of Acme. */
export interface Visit {
  /** Signs Ada Arkwright in through the hub, and comes back to the connector's status page. */
  signIn(): Promise<void>;
  /** Allows the connector into the company's workspace of Acme. */
  linkAcme(): Promise<void>;
  /** Lets these kinds of record travel both ways, old ones as well, and so starts the first synchronization. */
  start(kinds: readonly string[]): Promise<void>;
  synchronize(): Promise<void>;
}

/** A company of the hub, and the workspace of Acme that is linked with it. */
export interface Company {
  group: string;
  name: string;
  workspace: string;
  workspaceName: string;
}

export const FERN: Company = {
  group: 'cld-fern',
  name: 'Fern &amp; Co',
  workspace: 'north',
  workspaceName: 'Acme North',
};

/** Ada Arkwright's visit, who works for two companies. */
export function visit(
  connector: string,
  browser: Browser = createBrowser(connector),
  { group, name, workspace, workspaceName } = FERN,
): Visit {
  return {
    async signIn() {
      const choose = await browser.open('/maestrano/auth/saml/init/sandbox?settings=true');
      const answer = await browser.submit(choose, '/api/v1/auth/saml', { user: 'usr-ada', group_id: group });
      expectToSee(name, await browser.submit(answer, '/maestrano/auth/saml/consume'));
    },
    async linkAcme() {
      const consent = await browser.submit(await browser.open('/'), '/link');
      const page = await browser.submit(consent, '/oauth/authorize', { workspace, allowed: 'true' });
      expectToSee(workspaceName, page);
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
