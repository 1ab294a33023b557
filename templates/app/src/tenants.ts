import { readFile } from 'node:fs/promises';
import ky from 'ky';
import type { Config } from './config.ts';
import { type Log, messageOf, silentLog, type Tenant } from './engine/index.ts';
import { readMarketplaces } from './marketplaces.ts';

/** The hub installations that customers come from. */
export interface Tenants {
  /** By exact name: an unknown tenant is never another one. */
  get(name: string): Tenant | undefined;
  list(): Tenant[];
  /** Loads them anew and swaps them in one step; when that fails, the last good ones stay (improvement 5.8). */
  refresh(): Promise<void>;
}

/** @throws {Error} when they cannot be loaded the first time: without tenants nobody could sign in. */
export async function loadTenants(config: Pick<Config, 'tenants'>, log: Log = silentLog): Promise<Tenants> {
  let byName = await load(config.tenants, log);
  return {
    get: (name) => byName.get(name),
    list: () => [...byName.values()],
    async refresh() {
      try {
        byName = await load(config.tenants, log);
      } catch (error) {
        log.warn({ err: error }, `tenants not refreshed, the last ones stay: ${messageOf(error)}`);
      }
    },
  };
}

async function load(source: Config['tenants'], log: Log): Promise<Map<string, Tenant>> {
  const from = 'file' in source ? source.file : `${source.platform.host}`;
  try {
    const answer = 'file' in source ? await readJson(source.file) : await ask(source.platform);
    const { tenants, problems } = readMarketplaces(answer);
    for (const problem of problems) log.warn({ from }, `tenant left out: ${problem}`);
    if (tenants.length === 0) throw new Error(['it names no usable tenant', ...problems].join('\n'));
    log.info({ from, tenants: tenants.map((tenant) => tenant.name) }, 'tenants loaded');
    return new Map(tenants.map((tenant) => [tenant.name, tenant]));
  } catch (error) {
    throw new Error(`The tenants could not be loaded from ${from}: ${messageOf(error)}`, { cause: error });
  }
}

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

type Platform = Extract<Config['tenants'], { platform: object }>['platform'];

function ask({ host, apiPath, key, secret }: Platform): Promise<unknown> {
  // Some platforms' paths name the collection, others end before it (contract/sso.md §8).
  const path = apiPath.replace(/\/*(marketplaces)?\/*$/, '/marketplaces');
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  return ky.get(new URL(path, host), { headers: { authorization, accept: 'application/json' } }).json();
}
