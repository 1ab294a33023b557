import { readFile } from 'node:fs/promises';
import ky from 'ky';
import type { TenantSource } from './config/tenant-source.ts';
import type { Config } from './config.ts';
import { createVault, type Log, messageOf, silentLog, type Tenant } from './engine/index.ts';
import { readMarketplaces } from './marketplaces.ts';
import { keepTenants, keptTenants } from './tenants-copy.ts';

/** The hub installations that customers come from. */
export interface Tenants {
  /** By exact name: an unknown tenant is never another one. */
  get(name: string): Tenant | undefined;
  list(): Tenant[];
  /** Loads them anew and swaps them in one step; when that fails, the last good ones stay (improvement 5.8). */
  refresh(): Promise<void>;
}

type Settings = Pick<Config, 'tenants' | 'environment' | 'encryptionKeys'>;

/**
 * @throws {Error} when they cannot be loaded the first time, and no copy was kept of an earlier one: without tenants
 * nobody could sign in.
 */
export async function loadTenants(settings: Settings, log: Log = silentLog): Promise<Tenants> {
  const { skip } = settings.tenants;
  let byName = await loadFirst(settings, log);
  return {
    get: (name) => byName.get(name),
    list: () => [...byName.values()],
    async refresh() {
      if (skip) return;
      try {
        byName = await load(settings, log);
      } catch (error) {
        log.warn({ err: error }, `tenants not refreshed, the last ones stay: ${messageOf(error)}`);
      }
    },
  };
}

type ByName = Map<string, Tenant>;

async function loadFirst(settings: Settings, log: Log): Promise<ByName> {
  const { tenants } = settings;
  if (!('platform' in tenants)) return load(settings, log);
  if (tenants.skip) return loadCopy(settings, tenants, log, 'SKIP_CONFIGURATION is set');
  try {
    return await load(settings, log);
  } catch (error) {
    return loadCopy(settings, tenants, log, messageOf(error));
  }
}

async function load(settings: Settings, log: Log): Promise<ByName> {
  const { tenants } = settings;
  const from = nameOf(tenants);
  try {
    const answer = 'file' in tenants ? await readJson(tenants.file) : await ask(tenants.platform);
    const byName = read(answer, settings, from, log);
    if ('platform' in tenants && tenants.copy) await keep(settings, tenants.copy, from, answer, log);
    return byName;
  } catch (error) {
    throw new Error(`The tenants could not be loaded from ${from}: ${messageOf(error)}`, { cause: error });
  }
}

function read(answer: unknown, { environment }: Settings, from: string, log: Log): ByName {
  const { tenants, problems } = readMarketplaces(answer, environment);
  for (const problem of problems) log.warn({ from }, `tenant left out: ${problem}`);
  if (tenants.length === 0) throw new Error(['it names no usable tenant', ...problems].join('\n'));
  log.info({ from, tenants: tenants.map((tenant) => tenant.name) }, 'tenants loaded');
  return new Map(tenants.map((tenant) => [tenant.name, tenant]));
}

/** Not being able to is no reason to do without the tenants that were loaded. */
async function keep({ encryptionKeys }: Settings, file: string, from: string, answer: unknown, log: Log) {
  await keepTenants(file, createVault(encryptionKeys), from, answer).catch((error) =>
    log.warn({ err: error }, `no copy of the tenants is kept in ${file}: ${messageOf(error)}`),
  );
}

type PlatformSource = Extract<TenantSource, { platform: object }>;

/** @param why nobody was asked, or did not answer. */
async function loadCopy(settings: Settings, source: PlatformSource, log: Log, why: string): Promise<ByName> {
  if (!source.copy) throw new Error(why);
  const from = nameOf(source);
  const vault = createVault(settings.encryptionKeys);
  const { answer, at } = await keptTenants(source.copy, vault, from).catch((error) => {
    throw new Error(`${why}\nNor is there a copy of them: ${messageOf(error)}`, { cause: error });
  });
  log.warn({ from, at }, `the tenants are those of ${at}: ${why}`);
  return read(answer, settings, from, log);
}

const nameOf = (source: TenantSource) =>
  'file' in source ? source.file : `${source.platform.host} (${source.platform.name})`;

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

function ask({ host, apiPath, key, secret }: PlatformSource['platform']): Promise<unknown> {
  // Some platforms' paths name the collection, others end before it (contract/sso.md §8).
  const path = apiPath.replace(/\/*(marketplaces)?\/*$/, '/marketplaces');
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  return ky.get(new URL(path, host), { headers: { authorization, accept: 'application/json' } }).json();
}
