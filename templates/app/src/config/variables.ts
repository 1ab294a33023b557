import { z } from 'zod';
import type { VaultKey } from '../engine/index.ts';
import { rateForm, readRate } from '../throttle/rate.ts';

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

/** Every variable of the environment, and what to write where one is missing or wrong. */
export const variables = z.object({
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

export type Variables = z.output<typeof variables>;

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

/** Separated by commas, spaces, or both. */
export const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);
