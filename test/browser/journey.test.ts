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
    await page.getByText('Running', { exact: true }).waitFor();
    // The page reloads itself meanwhile, which would blur the picture.
    await page.evaluate('window.stop()');
    await see('7-running');
  });

  test('sees it end without touching anything, with everything on both sides', async () => {
    await page.reload();
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

  test('looks at the same records in the hub', async () => {
    await page.goto(world.hub.url);
    await see('12-hub');
  });

  test('unlinks Acme, after which nothing travels', async () => {
    await page.goto(world.url);
    await page.getByRole('button', { name: 'Unlink' }).click();
    await page.getByText('Acme is unlinked').waitFor();
    await see('13-unlinked');
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
