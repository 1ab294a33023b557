import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, formOf } from '../../support/browser.ts';
import { type Sandbox, startSandbox } from '../../support/sandbox.ts';
import { signedIn } from '../../support/signed-in.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** An administrator of a new organization, whose account is not linked. */
async function administrator() {
  const { create, connector } = sandbox;
  const organization = await create.organization({ tenant: 'sandbox', oauthUid: null, oauthProvider: null });
  const membership = await create.membership(await create.user(), organization);
  const browser = await signedIn(sandbox, membership);
  const { database } = connector;
  const reload = () => database.organization.findUniqueOrThrow({ where: { id: organization.id } });
  return { organization, membership, browser, reload };
}

type Administrator = Awaited<ReturnType<typeof administrator>>;

/** As far as the redirect back from Acme, which is not followed. */
async function allowed(browser: Browser): Promise<URL> {
  const consent = await browser.submit(await browser.open('/'), '/link');
  const fields = { ...formOf(consent.html, '/oauth/authorize').fields, allowed: 'true' };
  const page = await browser.post(new URL('/oauth/authorize', consent.url).href, fields);
  return new URL(page.headers.get('location') ?? '');
}

/** That nothing was linked, and that the person is told to try again. */
async function expectRefused({ browser, reload }: Administrator, answer: URL) {
  expect((await browser.open(answer.href)).html).toContain('did not fit the request of this browser');
  expect(await reload()).toMatchObject({ oauthUid: null, oauthToken: null, oauthProvider: null });
}

test.each<[string, (answer: URLSearchParams) => void]>([
  ['has no state', (answer) => answer.delete('state')],
  ['has an empty state', (answer) => answer.set('state', '')],
  ['has another state', (answer) => answer.set('state', 'another')],
  ['has two of them', (answer) => answer.append('state', 'another')],
  [
    'says that access was denied, with another state',
    (answer) => {
      answer.set('state', 'another');
      answer.set('error', 'access_denied');
    },
  ],
])('an answer that %s links nothing, and uses up the request', async (_, change) => {
  const somebody = await administrator();
  const answer = await allowed(somebody.browser);
  const forged = new URL(answer);
  change(forged.searchParams);
  await expectRefused(somebody, forged);
  await expectRefused(somebody, answer);
});

test('an answer to nothing that was asked links nothing', async () => {
  const somebody = await administrator();
  await expectRefused(somebody, new URL(`${sandbox.url}/auth/external/callback?state=x&code=y`));
  await expectRefused(somebody, new URL(`${sandbox.url}/auth/external/callback?state=undefined&code=y`));
});

test('an answer that is brought to another administrator’s session links nothing there', async () => {
  const [mallory, victim] = [await administrator(), await administrator()];
  const answer = await allowed(mallory.browser);
  await victim.browser.submit(await victim.browser.open('/'), '/link');
  await expectRefused(victim, answer);
});

test('an answer to the request for one organization links no other one of the same session', async () => {
  const somebody = await administrator();
  const other = await administrator();
  const { database } = sandbox.connector;
  await sandbox.create.membership(
    await database.user.findUniqueOrThrow({ where: { id: somebody.membership.userId } }),
    other.organization,
  );
  const answer = await allowed(somebody.browser);
  const session = await database.session.findFirstOrThrow({
    where: { id: `test-session-${somebody.membership.id}` },
  });
  const data = { ...(session.data as object), organizationId: other.organization.id };
  await database.session.update({ where: { id: session.id }, data: { data } });
  await expectRefused({ ...other, browser: somebody.browser }, answer);
  expect((await somebody.reload()).oauthUid).toBeNull();
});

test('an answer that has linked an account links nothing a second time', async () => {
  const somebody = await administrator();
  const answer = await allowed(somebody.browser);
  expect((await somebody.browser.open(answer.href)).html).toContain('Acme North is linked');
  await somebody.browser.submit(await somebody.browser.open('/'), '/unlink');
  expect((await somebody.browser.open(answer.href)).html).toContain(
    'did not fit the request of this browser',
  );
  expect(await somebody.reload()).toMatchObject({ oauthUid: null, oauthToken: null });

  // Nor does its code, with a state that is right.
  const fresh = await allowed(somebody.browser);
  fresh.searchParams.set('code', answer.searchParams.get('code') ?? '');
  expect((await somebody.browser.open(fresh.href)).html).toContain('Acme did not answer as expected');
  expect(await somebody.reload()).toMatchObject({ oauthUid: null, oauthToken: null });
});
