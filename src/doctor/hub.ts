import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { appUrl } from './address.ts';
import { type Finding, fail, hint, pass, warn } from './finding.ts';
import { adviceFor, troubleOf } from './reach.ts';
import type { Site } from './site.ts';

const CREDENTIALS = ['MNO_DEVPL_ENV_NAME', 'MNO_DEVPL_ENV_KEY', 'MNO_DEVPL_ENV_SECRET'];

/** Where the tenants are described can be read, and each tenant's hub answers. */
export async function checkHub(site: Site): Promise<Finding[]> {
  const { findings, marketplaces } = await tenants(site);
  const hubs = await Promise.all(marketplaces.map((marketplace) => checkMarketplace(site, marketplace)));
  return [...findings, ...hubs.flat()];
}

/** The address of the developer platform's list of tenants, and how to ask for it; undefined when it is not set up. */
export function platformRequest({
  setting,
}: Site): [url: string, headers: Record<string, string>] | undefined {
  if (setting('TENANTS_FILE') || CREDENTIALS.some((name) => !setting(name))) return undefined;
  const path = setting('MNO_DEVPL_API_PATH') ?? '/api/config/v1/marketplaces';
  const host = setting('MNO_DEVPL_HOST') ?? 'https://developer.maestrano.com';
  const credentials = `${setting('MNO_DEVPL_ENV_KEY')}:${setting('MNO_DEVPL_ENV_SECRET')}`;
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const url = new URL(path.replace(/\/*(marketplaces)?\/*$/, '/marketplaces'), host);
  return [url.href, { authorization, accept: 'application/json' }];
}

/** The addresses of the tenants' hubs. */
export async function hubAddresses(site: Site): Promise<string[]> {
  const { marketplaces } = await tenants(site);
  return marketplaces.flatMap(({ connec }) => (connec?.host ? [connec.host] : []));
}

interface Marketplace {
  marketplace?: string;
  app?: { host?: string };
  connec?: { host?: string };
}

interface Tenants {
  findings: Finding[];
  marketplaces: Marketplace[];
}

const none = (finding: Finding): Tenants => ({ findings: [finding], marketplaces: [] });

async function tenants(site: Site): Promise<Tenants> {
  const file = site.setting('TENANTS_FILE');
  if (file) return read(`TENANTS_FILE ${file}`, await textOf(resolve(site.folder, file)));
  const request = platformRequest(site);
  if (!request) return none(notSetUp(site));
  const answer = await site.reach(...request);
  const name = `the developer platform (${new URL(request[0]).host})`;
  const trouble = troubleOf(answer);
  if (trouble) return none(fail(`${name} ${trouble}`, adviceFor(answer, 'MNO_DEVPL_HOST')));
  if (answer.reached && answer.status !== 200) {
    const advice = 'check MNO_DEVPL_ENV_KEY, MNO_DEVPL_ENV_SECRET and MNO_DEVPL_API_PATH';
    return none(fail(`${name} answers ${answer.status}`, advice));
  }
  return read(name, answer.reached ? answer.body : undefined);
}

function notSetUp({ setting, production }: Site): Finding {
  const blank = CREDENTIALS.filter((name) => !setting(name));
  const advice = `write ${blank.join(', ')} as the developer platform shows them, or TENANTS_FILE`;
  if (production || blank.length < CREDENTIALS.length) return fail('not all settings are there', advice);
  return hint('none is set up, "connector dev" brings its own', `for a real one ${advice}`);
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

function read(name: string, text: string | undefined): Tenants {
  const list = text === undefined ? undefined : marketplacesIn(text);
  if (text === undefined)
    return none(fail(`${name} cannot be read`, 'correct its path, relative to the project'));
  if (!list) return none(fail(`${name} does not give { "marketplaces": [ … ] }`, 'check the address'));
  const names = list.map(({ marketplace }) => marketplace).join(', ');
  if (list.length === 0) return none(fail(`${name} lists no tenant`, 'add one: nobody could sign in'));
  return { findings: [pass(`${name} lists ${names}`)], marketplaces: list };
}

function marketplacesIn(text: string): Marketplace[] | undefined {
  try {
    const { marketplaces } = JSON.parse(text) as { marketplaces?: unknown };
    return Array.isArray(marketplaces) ? marketplaces : undefined;
  } catch {
    return undefined;
  }
}

async function checkMarketplace(site: Site, marketplace: Marketplace): Promise<Finding[]> {
  const { marketplace: name, app, connec } = marketplace;
  if (!connec?.host) return [fail(`tenant ${name} has no connec.host`, 'correct its description')];
  const answer = await site.reach(connec.host);
  const trouble = troubleOf(answer);
  const hub = `Connec! of ${name} (${connec.host})`;
  return [
    trouble ? fail(`${hub} ${trouble}`, adviceFor(answer, 'connec.host')) : pass(`${hub} answers`),
    ...checkAppHost(site, name, app?.host),
  ];
}

// Webhooks and sign-on come to where the platform believes the connector to be.
function checkAppHost(site: Site, name = '', host = ''): Finding[] {
  const expected = host.replace(/\/+$/, '');
  if (expected === '' || expected === appUrl(site)) return [];
  return [
    warn(
      `${name} knows this connector as ${expected}, it is ${appUrl(site)}`,
      'make app.host and APP_URL the same',
    ),
  ];
}
