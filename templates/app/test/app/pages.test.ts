import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { signedIn } from '../support/signed-in.ts';

let connector: TestConnector;
beforeAll(async () => {
  connector = await startTestConnector();
});
afterAll(() => connector.close());

test('an anonymous visitor reads what this is and finds the way in (contract 263, improvement 8.1)', async () => {
  const page = await createBrowser(connector.url).open('/');
  expect(page.status).toBe(200);
  expect(page.html).toContain('Acme, in step with');
  expect(page.html).toContain('href="/maestrano/auth/saml/init/default?settings=true"');
});

test('an administrator sees the organization and both steps (contract 264 to 266)', async () => {
  const { create } = connector;
  const organization = await create.organization({ name: 'Fern & Co', oauthUid: null });
  const browser = await signedIn(connector, await create.membership(await create.user(), organization));
  const page = await browser.open('/');
  expect(page.html).toContain('Fern &amp; Co');
  expect(page.html).toContain('Link Acme');
});
