import type { z } from 'zod';
import { type TenantSource, toTenantSource, wrongTenantSource } from './config/tenant-source.ts';
import { type Variables, variables, words } from './config/variables.ts';
import type { VaultKey } from './engine/index.ts';
import type { Places } from './jobs/jobs.ts';
import { isSafeAddress } from './safe-address.ts';
import type { CallLimits } from './throttle.ts';

/** The environment, read and checked once. Everything else in the connector takes what it needs from here. */
export interface Config {
  environment: 'development' | 'test' | 'production';
  host: string;
  port: number;
  /** Where people and the hub reach the connector; no slash at the end. */
  appUrl: string;
  /** Addresses (or ranges) of the proxies whose X-Forwarded-* headers are believed. */
  trustedProxies: string[];
  databaseUrl: string;
  /** Where jobs are, if not in the database. Read on PostgreSQL only. */
  redisUrl: string | undefined;
  /** Jobs that this process does at a time, by their lane: see src/jobs/jobs.ts. */
  places: Places;
  /** Whether the web server does jobs as well, where workers may do them. */
  jobsInWeb: boolean;
  /** Signs the cookies. */
  sessionSecret: string;
  /** Encrypt the tokens of linked accounts: the first key writes, all of them read. */
  encryptionKeys: VaultKey[];
  logLevel: string;
  /** Opens /metrics. Without one there are none for others, and in production none at all. */
  metricsToken: string | undefined;
  /** Opens /operator to whoever runs the connector. Without one it is not there. */
  operatorPassword: string | undefined;
  /** Where a worker shows /metrics; without one, nowhere. */
  metricsPort: number | undefined;
  /** Where traces are sent; without one there are none. */
  tracesUrl: string | undefined;
  /** When it is told to end, the process has so long for what is under way. */
  shutdownSeconds: number;
  /** What people and programs have changed is written down, and kept for so many days: see prune.ts. */
  keepAuditDays: number;
  /** What was deployed, as /version tells it. */
  build: { branch: string | null; commit: string | null };
  external: { url: string; clientId: string; clientSecret: string };
  /** How the application may be called. */
  callLimits: CallLimits;
  /** Connections to the database that this process has at most. Read on PostgreSQL only. */
  databasePool: number;
  tenants: TenantSource;
}

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** @throws {ConfigError} one error that names every variable that is missing or wrong, and what to write there. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const result = variables.safeParse(withoutBlanks(env));
  const wrong = [
    ...(result.error?.issues ?? []).map(describe),
    ...wrongTenantSource(env),
    ...(result.success && result.data.NODE_ENV === 'production' ? unsafeAddresses(result.data) : []),
  ];
  if (!result.success || wrong.length > 0) {
    throw incomplete(wrong);
  }
  return toConfig(result.data);
}

/** Only what opens the database and the vault: for work that needs neither hub nor application. */
export function loadSecrets(
  env: NodeJS.ProcessEnv = process.env,
): Pick<Config, 'databaseUrl' | 'encryptionKeys'> {
  const result = variables.pick({ DATABASE_URL: true, ENCRYPTION_KEYS: true }).safeParse(withoutBlanks(env));
  if (!result.success) throw incomplete(result.error.issues.map(describe));
  return { databaseUrl: result.data.DATABASE_URL, encryptionKeys: result.data.ENCRYPTION_KEYS };
}

/** Only where things are kept: for work that looks at what the connector does, and calls nobody. */
export function loadStores(env: NodeJS.ProcessEnv = process.env): Stores {
  const result = stores.safeParse(withoutBlanks(env));
  if (!result.success) throw incomplete(result.error.issues.map(describe));
  return storesOf(result.data);
}

/** The database, and where jobs are. */
export type Stores = Pick<Config, 'environment' | 'databaseUrl' | 'redisUrl' | 'places'>;

function incomplete(wrong: readonly string[]): ConfigError {
  return new ConfigError(`The configuration is not complete (see .env.example):\n${wrong.join('\n')}`);
}

const stores = variables.pick({
  NODE_ENV: true,
  DATABASE_URL: true,
  REDIS_URL: true,
  LIVE_JOBS: true,
  BACKFILL_JOBS: true,
  INBOX_JOBS: true,
});

const storesOf = (vars: z.output<typeof stores>): Stores => ({
  environment: vars.NODE_ENV,
  databaseUrl: vars.DATABASE_URL,
  redisUrl: vars.REDIS_URL,
  places: { live: vars.LIVE_JOBS, backfill: vars.BACKFILL_JOBS, inbox: vars.INBOX_JOBS, chores: 2 },
});

function toConfig(vars: Variables): Config {
  return {
    ...storesOf(vars),
    host: vars.HOST,
    port: vars.PORT,
    appUrl: appUrlOf(vars).replace(/\/+$/, ''),
    trustedProxies: words(vars.TRUSTED_PROXIES),
    // A developer has one process for everything.
    jobsInWeb: vars.JOBS_IN_WEB ? vars.JOBS_IN_WEB === 'true' : vars.NODE_ENV !== 'production',
    sessionSecret: vars.SESSION_SECRET,
    encryptionKeys: vars.ENCRYPTION_KEYS,
    logLevel: vars.LOG_LEVEL,
    metricsToken: vars.METRICS_TOKEN,
    operatorPassword: vars.OPERATOR_PASSWORD,
    metricsPort: vars.METRICS_PORT,
    tracesUrl: tracesUrlOf(vars),
    shutdownSeconds: vars.SHUTDOWN_TIMEOUT,
    keepAuditDays: vars.KEEP_AUDIT_DAYS,
    build: { branch: vars.GIT_BRANCH ?? null, commit: vars.GIT_COMMIT_ID ?? null },
    external: {
      url: vars.EXTERNAL_URL.replace(/\/+$/, ''),
      clientId: vars.EXTERNAL_CLIENT_ID,
      clientSecret: vars.EXTERNAL_CLIENT_SECRET,
    },
    callLimits: {
      rate: vars.EXTERNAL_RATE,
      accountRate: vars.EXTERNAL_ACCOUNT_RATE,
      concurrency: vars.EXTERNAL_CONCURRENCY,
    },
    databasePool: vars.DATABASE_POOL,
    tenants: toTenantSource(vars),
  };
}

const appUrlOf = ({ APP_URL, HOST, PORT }: Variables) => APP_URL ?? `http://${HOST}:${PORT}`;

/** As OpenTelemetry has it: the address for everything gets a path, the one for traces is whole. */
function tracesUrlOf(vars: Variables): string | undefined {
  if (vars.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return undefined;
  const all = vars.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '');
  return vars.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (all && `${all}/v1/traces`);
}

/** What is sent there, or comes from there, could be read and changed on the way. */
function unsafeAddresses(vars: Variables): string[] {
  const { EXTERNAL_URL, MNO_DEVPL_HOST } = vars;
  const addresses = { APP_URL: appUrlOf(vars), EXTERNAL_URL, MNO_DEVPL_HOST };
  return Object.entries(addresses)
    .filter(([, address]) => !isSafeAddress(address))
    .map(([name]) => `  ${name}: in production write an address that begins with https://`);
}

/** A line such as `PORT=` in .env says nothing. */
const withoutBlanks = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));

const describe = (issue: z.core.$ZodIssue) => `  ${issue.path.join('.')}: ${issue.message}`;
