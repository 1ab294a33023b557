import { z } from 'zod';
import type { VaultKey } from './engine/index.ts';
import type { Places } from './jobs/jobs.ts';
import { isSafeAddress } from './safe-address.ts';
import { rateForm, readRate } from './throttle/rate.ts';
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

/** Where the tenants' settings come from: a JSON file, or the developer platform that knows this connector. */
export type TenantSource = (
  | { file: string }
  | {
      platform: { host: string; apiPath: string; name: string; key: string; secret: string };
      /** The file in which the last good answer is kept, for a start while the platform is down. */
      copy?: string | undefined;
    }
) & {
  /** They are not loaded anew, and the platform is not asked at all: the copy of its last answer is taken. */
  skip?: boolean;
};

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

const required = (what: string) => z.string(`write ${what}`);
const webAddress = (example: string) =>
  z.url({ protocol: /^https?$/, error: `write an address such as ${example}` });

const days = 'write whole days, 1 to 36500';
const count = z.coerce
  .number('write a number')
  .int('write a whole number')
  .min(1, 'write 1 or more')
  .max(100, 'write 100 or less');

const rate = z
  .string()
  .transform((text, context) => {
    const read = readRate(text);
    if (!read) context.addIssue(`write ${rateForm}, 1000/second at most`);
    return read;
  })
  .optional();

const keyForm = 'id:key, the key being 32 random bytes in base64';

const variables = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'write development, test or production')
    .default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('write a port number').int().min(0).max(65535).default(3000),
  APP_URL: webAddress('https://connector.example.com').optional(),
  TRUSTED_PROXIES: z.string().default(''),
  DATABASE_URL: required('an address such as file:./data/development.db'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'write an address such as redis://127.0.0.1:6379' })
    .optional(),
  LIVE_JOBS: count.default(4),
  BACKFILL_JOBS: count.default(2),
  INBOX_JOBS: count.default(4),
  JOBS_IN_WEB: z.enum(['true', 'false'], 'write true or false').optional(),
  SESSION_SECRET: required('a random text of at least 32 characters').min(
    32,
    'write a random text of at least 32 characters',
  ),
  ENCRYPTION_KEYS: required(keyForm).transform(readKeys),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'write info, or another level of pino',
    )
    .default('info'),
  METRICS_TOKEN: z.string().min(32, 'write a random text of at least 32 characters').optional(),
  OPERATOR_PASSWORD: z.string().min(16, 'write a random text of at least 16 characters').optional(),
  METRICS_PORT: z.coerce.number('write a port number').int().min(0).max(65535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress('http://127.0.0.1:4318').optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: webAddress('http://127.0.0.1:4318/v1/traces').optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  SHUTDOWN_TIMEOUT: z.coerce.number('write seconds').positive('write seconds, more than 0').default(10),
  KEEP_AUDIT_DAYS: z.coerce.number(days).int(days).min(1, days).max(36_500, days).default(730),
  GIT_BRANCH: z.string().optional(),
  GIT_COMMIT_ID: z.string().optional(),
  EXTERNAL_URL: webAddress('https://api.example.com'),
  EXTERNAL_CLIENT_ID: required('the client id that the application gave this connector'),
  EXTERNAL_CLIENT_SECRET: required('the client secret that the application gave this connector'),
  EXTERNAL_RATE: rate,
  EXTERNAL_ACCOUNT_RATE: rate,
  EXTERNAL_CONCURRENCY: count.optional(),
  DATABASE_POOL: count.default(10),
  TENANTS_FILE: z.string().optional(),
  TENANTS_COPY: z.string().optional(),
  SKIP_CONFIGURATION: z.string().optional(),
  MNO_DEVPL_HOST: webAddress('https://developer.maestrano.com').default('https://developer.maestrano.com'),
  MNO_DEVPL_API_PATH: z.string().default('/api/config/v1/marketplaces'),
  MNO_DEVPL_ENV_NAME: z.string().default(''),
  MNO_DEVPL_ENV_KEY: z.string().default(''),
  MNO_DEVPL_ENV_SECRET: z.string().default(''),
});

type Variables = z.output<typeof variables>;

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

function toTenantSource(vars: Variables): TenantSource {
  const skip = vars.SKIP_CONFIGURATION !== undefined;
  if (vars.TENANTS_FILE) return { file: vars.TENANTS_FILE, skip };
  return {
    skip,
    // A developer's sandbox lives elsewhere after each start: there an old copy would only mislead.
    copy: vars.TENANTS_COPY ?? (vars.NODE_ENV === 'production' ? 'data/tenants.copy' : undefined),
    platform: {
      host: vars.MNO_DEVPL_HOST.replace(/\/+$/, ''),
      apiPath: vars.MNO_DEVPL_API_PATH,
      name: vars.MNO_DEVPL_ENV_NAME,
      key: vars.MNO_DEVPL_ENV_KEY,
      secret: vars.MNO_DEVPL_ENV_SECRET,
    },
  };
}

function wrongTenantSource(env: NodeJS.ProcessEnv): string[] {
  if (env.TENANTS_FILE) return [];
  return ['MNO_DEVPL_ENV_NAME', 'MNO_DEVPL_ENV_KEY', 'MNO_DEVPL_ENV_SECRET']
    .filter((name) => !env[name])
    .map((name) => `  ${name}: write what the developer platform shows, or set TENANTS_FILE instead`);
}

/** What is sent there, or comes from there, could be read and changed on the way. */
function unsafeAddresses(vars: Variables): string[] {
  const { EXTERNAL_URL, MNO_DEVPL_HOST } = vars;
  const addresses = { APP_URL: appUrlOf(vars), EXTERNAL_URL, MNO_DEVPL_HOST };
  return Object.entries(addresses)
    .filter(([, address]) => !isSafeAddress(address))
    .map(([name]) => `  ${name}: in production write an address that begins with https://`);
}

/** "2025:base64,2024:base64" */
function readKeys(text: string, context: z.RefinementCtx): VaultKey[] {
  const keys = words(text).map((word) => {
    const [id = '', key = ''] = word.split(':');
    return { id, key };
  });
  const wrong = keys.find(({ id, key }) => !/^[\w-]+$/.test(id) || Buffer.from(key, 'base64').length !== 32);
  if (wrong) context.addIssue(`write ${keyForm}; the entry "${wrong.id}" is not`);
  if (keys.length === 0) context.addIssue(`write ${keyForm}`);
  return keys;
}

/** A line such as `PORT=` in .env says nothing. */
const withoutBlanks = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));

const describe = (issue: z.core.$ZodIssue) => `  ${issue.path.join('.')}: ${issue.message}`;

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);
