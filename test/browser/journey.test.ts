import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, isChromiumThere, startChromium } from './chromium.ts';
import { photograph, pictures } from './photographer.ts';
import { startWholeWorld, type WholeWorld } from './whole-world.ts';

const title = isChromiumThere
  ? 'a person with a browser'
  : `a person with a browser (skipped: there is no Chromium at ${chromiumPath}; set CHROMIUM)`;

/** One after the other: each test goes on where the one before it has ended. */
describe.skipIf(!isChromiumThere)(title, { timeout: 120_000 }, () => {
  let world: WholeWorld;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [world, browser] = await Promise.all([startWholeWorld(), startChromium()]);
    page = await browser.newPage({ locale: 'en-GB', timezoneId: 'Europe/London' });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
    });
    console.log(`pictures of the pages: ${pictures}`);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const see = async (name: string) => expect(await photograph(page, name)).toEqual([]);

  test('finds out what this is, and a way in', async () => {
    await page.goto(world.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await see('1-welcome');
  });

  test('signs in through the hub and lands on the status page of their company', async () => {
    await page.getByRole('link', { name: 'Sign in' }).first().click();
    await page.getByRole('heading', { name: /Sign in to/ }).waitFor();
    await see('2-hub-sign-in');
    await page.getByRole('button', { name: 'Fern & Co' }).first().click();
    await page.getByRole('heading', { name: 'Fern & Co', level: 1 }).waitFor();
    expect(new URL(page.url()).origin).toBe(world.url);
    await see('3-signed-in');
  });

  test('links Acme by its consent page', async () => {
    await page.getByRole('button', { name: 'Link Acme' }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await see('4-acme-consent');
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Acme North is linked').waitFor();
    await see('5-linked');
  });

  test('is asked before historical data is shared, and watches the first synchronization', async () => {
    await page.getByText('Share historical data too').click();
    await page.getByRole('button', { name: 'Start synchronizing' }).click();
    await page.getByRole('heading', { name: 'Share all historical data?' }).waitFor();
    await see('6-historical-data');
    world.acme.misbehave({ latencyMs: 400 });
    await page.getByRole('button', { name: 'Share everything' }).click();
    await page.getByText('A synchronization is under way').waitFor();
    // Nobody reloads the page: it is told.
    await page.evaluate('window.isSamePage = true');
    await page
      .getByText(/\d read/)
      .first()
      .waitFor();
    expect(await page.evaluate('window.isSamePage')).toBe(true);
    await see('7-running');
  });

  test('sees it end without touching anything, with everything on both sides', async () => {
    world.acme.misbehave(null);
    await page.getByText('In sync', { exact: true }).waitFor();
    await see('8-done');
    expect(world.hub.list('cld-fern', 'people')).toHaveLength(world.acme.list('contacts').length);
    expect(world.hub.list('cld-fern', 'organizations')).toHaveLength(world.acme.list('accounts').length);
  });

  test('reads what each synchronization did', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('cell', { name: 'In sync' }).waitFor();
    await see('9-history');
  });

  test('finds a record on the mapping page, and follows it into Acme', async () => {
    await page.getByRole('link', { name: 'Mapping' }).click();
    await page.getByRole('rowheader', { name: 'Blue Heron Coffee' }).waitFor();
    await see('10-mapping');
    await page.getByRole('link', { name: 'Open Blue Heron Coffee in Acme' }).click();
    await page.getByRole('heading', { name: 'Blue Heron Coffee' }).waitFor();
    await see('11-acme-record');
  });

  test('reads the same record in the hub, and its story here', async () => {
    await page.goto(`${world.url}/mapping?q=heron`);
    await page.getByRole('link', { name: 'Open Blue Heron Coffee in the hub' }).click();
    await page.getByText('Blue Heron Coffee').first().waitFor();
    await see('12-hub');
    await page.goBack();
    await page.getByRole('rowheader', { name: 'Blue Heron Coffee' }).getByRole('link').click();
    await page.getByRole('heading', { name: 'What was decided, and when' }).waitFor();
    await see('13-story');
  });

  test('is told of a record that is parked, and has it tried again', async () => {
    const { organization, idMap, inboxMessage } = world.database;
    const { tenant, uid: group } = await organization.findFirstOrThrow();
    const parked = {
      parkedAt: new Date(),
      failures: 8,
      failedTo: 'external',
      message: 'Acme: name is taken',
    };
    await idMap.updateMany({ where: { name: 'Blue Heron Coffee' }, data: parked });
    await inboxMessage.create({
      data: { tenant, group, body: {}, reason: 'not configured', ...{ attempts: 6, parkedAt: new Date() } },
    });
    await page.goto(world.url);
    await page.getByRole('link', { name: 'See what is parked' }).click();
    await page.getByText('Acme: name is taken').waitFor();
    await see('14-parked');
    await page.getByRole('button', { name: 'Throw away' }).click();
    await page.getByText('The message is thrown away').waitFor();
    await page.getByRole('button', { name: 'Try again Blue Heron Coffee' }).click();
    await page.getByText('It is tried again now').waitFor();
    await page.getByText('Nothing is parked').waitFor();
    await expect.poll(() => idMap.count({ where: { dueAt: { not: null } } })).toBe(0);
  });

  test('sees what is done, and what each synchronization counted', async () => {
    const { id: organizationId } = await world.database.organization.findFirstOrThrow();
    const earlier = { organizationId, status: 'SUCCESS', finishedAt: new Date() };
    await world.database.synchronization.createMany({ data: [earlier, earlier, earlier] });
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.getByRole('heading', { name: 'Last results' }).waitFor();
    await see('15-jobs');
    await page.getByRole('link', { name: 'See all' }).click();
    await page.getByRole('img', { name: 'Records changed by each synchronization' }).waitFor();
    await see('16-history-chart');
    await page.getByRole('row').last().getByRole('link').click();
    await page.getByRole('columnheader', { name: 'Unchanged' }).first().waitFor();
    await see('17-one-synchronization');
  });

  test('reaches and uses all of it by the keyboard alone', async () => {
    await page.goto(`${world.url}/mapping`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('Tab');
    await page.keyboard.type('heron');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=heron/);
    expect(await page.getByRole('rowheader').allInnerTexts()).toEqual(['Blue Heron Coffee']);
  });

  test('a colleague without rights looks around, and is not offered what is not for them', async () => {
    const mine = page;
    page = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London' })).newPage();
    await page.goto(world.url);
    await page.getByRole('link', { name: 'Sign in' }).first().click();
    await page
      .locator('section', { hasText: 'Max Member' })
      .getByRole('button', { name: 'Fern & Co' })
      .click();
    await page.getByText('ask an administrator').waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual([
      'Status',
      'History',
      'Jobs',
    ]);
    expect(await page.locator('main button:enabled').count()).toBe(0);
    await see('18-member');
    await page.goto(`${world.url}/parked`);
    await page.getByRole('heading', { name: 'for administrators' }).waitFor();
    await page.context().close();
    page = mine;
  });

  test('unlinks Acme, after which nothing travels', async () => {
    await page.goto(world.url);
    await page.getByRole('button', { name: 'Unlink' }).click();
    await page.getByText('Acme is unlinked').waitFor();
    await see('19-unlinked');
    const where = { uid: 'cld-fern' };
    const organization = await world.database.organization.findFirstOrThrow({ where });
    expect(organization).toMatchObject({ oauthUid: null, oauthToken: null, syncEnabled: false });
  });

  test('signs out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  });

  test('has not seen a single error in the browser', () => {
    expect(complaints).toEqual([]);
  });
});
