import type { Config } from '../../src/config.ts';

/** A configuration that needs nothing around it. Parts can be replaced. */
export const testConfig = (parts: Partial<Config> = {}): Config => ({
  environment: 'test',
  host: '127.0.0.1',
  port: 0,
  appUrl: 'http://127.0.0.1:3000',
  trustedProxies: [],
  databaseUrl: 'file:never-opened.db',
  redisUrl: undefined,
  places: { live: 4, backfill: 2, inbox: 4, chores: 2 },
  jobsInWeb: true,
  sessionSecret: 'only-for-tests-only-for-tests-only-for-tests',
  encryptionKeys: [{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }],
  logLevel: 'silent',
  metricsToken: undefined,
  operatorPassword: 'only-for-operators-of-tests',
  metricsPort: undefined,
  tracesUrl: undefined,
  shutdownSeconds: 5,
  keepAuditDays: 730,
  build: { branch: 'main', commit: 'abc123' },
  external: { url: 'http://127.0.0.1:9', clientId: 'client', clientSecret: 'client-secret' },
  callLimits: {},
  databasePool: 10,
  tenants: { file: 'tenants.json' },
  ...parts,
});
