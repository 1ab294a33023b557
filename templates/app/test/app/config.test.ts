import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';

const complete = {
  DATABASE_URL: 'file:./data/development.db',
  SESSION_SECRET: 'a-secret-of-at-least-thirty-two-characters',
  ENCRYPTION_KEYS: `2025:${Buffer.alloc(32, 1).toString('base64')}`,
  EXTERNAL_URL: 'https://api.acme.example/',
  EXTERNAL_CLIENT_ID: 'id',
  EXTERNAL_CLIENT_SECRET: 'secret',
  TENANTS_FILE: 'tenants.json',
};

const complaint = (env: NodeJS.ProcessEnv): string => {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('the configuration was accepted');
};

describe('a complete environment', () => {
  test('has defaults for the rest, and addresses without a slash at the end', () => {
    expect(loadConfig({ ...complete, APP_URL: 'https://connector.example.com/' })).toMatchObject({
      environment: 'development',
      host: '127.0.0.1',
      port: 3000,
      appUrl: 'https://connector.example.com',
      external: { url: 'https://api.acme.example' },
      tenants: { file: 'tenants.json' },
    });
    expect(loadConfig({ ...complete, PORT: '8080' }).appUrl).toBe('http://127.0.0.1:8080');
  });

  test('limits no calls, and has ten connections to the database, unless it says otherwise', () => {
    expect(loadConfig(complete)).toMatchObject({
      callLimits: { rate: undefined, accountRate: undefined, concurrency: undefined },
      databasePool: 10,
    });
    const limits = {
      EXTERNAL_RATE: '10/second',
      EXTERNAL_ACCOUNT_RATE: ' 600 / minute ',
      EXTERNAL_CONCURRENCY: '8',
    };
    expect(loadConfig({ ...complete, ...limits, DATABASE_POOL: '20' })).toMatchObject({
      callLimits: {
        rate: { calls: 10, perMs: 1000 },
        accountRate: { calls: 600, perMs: 60_000 },
        concurrency: 8,
      },
      databasePool: 20,
    });
  });

  test('keeps the order of the encryption keys: the first one writes', () => {
    const [one, two] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
    const { encryptionKeys } = loadConfig({ ...complete, ENCRYPTION_KEYS: `new:${two}, old:${one}` });
    expect(encryptionKeys).toEqual([
      { id: 'new', key: two },
      { id: 'old', key: one },
    ]);
  });

  test('takes the developer platform when no file is named (contract/sso.md §8)', () => {
    const platform = {
      MNO_DEVPL_HOST: 'http://127.0.0.1:4000/',
      MNO_DEVPL_ENV_NAME: 'n',
      MNO_DEVPL_ENV_KEY: 'k',
      MNO_DEVPL_ENV_SECRET: 's',
    };
    expect(loadConfig({ ...complete, TENANTS_FILE: '', ...platform }).tenants).toEqual({
      skip: false,
      platform: {
        host: 'http://127.0.0.1:4000',
        apiPath: '/api/config/v1/marketplaces',
        name: 'n',
        key: 'k',
        secret: 's',
      },
    });
  });
});

describe('an environment with mistakes', () => {
  test('is told all of them at once, each with what to write', () => {
    const message = complaint({
      PORT: 'eighty',
      APP_URL: 'connector',
      SESSION_SECRET: 'short',
      ENCRYPTION_KEYS: '1:short',
      METRICS_TOKEN: 'short',
      SHUTDOWN_TIMEOUT: '0',
      KEEP_AUDIT_DAYS: '0.5',
    });
    expect(
      message
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual([
      'PORT: write a port number',
      'APP_URL: write an address such as https://connector.example.com',
      'DATABASE_URL: write an address such as file:./data/development.db',
      'SESSION_SECRET: write a random text of at least 32 characters',
      'ENCRYPTION_KEYS: write id:key, the key being 32 random bytes in base64; the entry "1" is not',
      'METRICS_TOKEN: write a random text of at least 32 characters',
      'SHUTDOWN_TIMEOUT: write seconds, more than 0',
      'KEEP_AUDIT_DAYS: write whole days, 1 to 36500',
      'EXTERNAL_URL: write an address such as https://api.example.com',
      'EXTERNAL_CLIENT_ID: write the client id that the application gave this connector',
      'EXTERNAL_CLIENT_SECRET: write the client secret that the application gave this connector',
      'MNO_DEVPL_ENV_NAME: write what the developer platform shows, or set TENANTS_FILE instead',
      'MNO_DEVPL_ENV_KEY: write what the developer platform shows, or set TENANTS_FILE instead',
      'MNO_DEVPL_ENV_SECRET: write what the developer platform shows, or set TENANTS_FILE instead',
    ]);
  });

  test.each([
    [
      'EXTERNAL_RATE',
      'fast',
      'write a number of calls and a time, such as 10/second, 600/minute or 20000/hour',
    ],
    ['EXTERNAL_ACCOUNT_RATE', '0/second', 'write a number of calls and a time'],
    ['EXTERNAL_RATE', '1.5/second', 'write a number of calls and a time'],
    ['EXTERNAL_RATE', '10/day', 'write a number of calls and a time'],
    ['EXTERNAL_RATE', '1001/second', '1000/second at most'],
    ['EXTERNAL_CONCURRENCY', '0', 'write 1 or more'],
    ['DATABASE_POOL', 'many', 'write a number'],
    ['DATABASE_POOL', '101', 'write 100 or less'],
  ])('is told how much is allowed: %s=%s', (name, value, advice) => {
    const message = complaint({ ...complete, [name]: value });
    expect(message).toContain(`  ${name}: write`);
    expect(message).toContain(advice);
  });

  test('an empty value is a missing one, and no message repeats a secret', () => {
    expect(complaint({ ...complete, EXTERNAL_CLIENT_ID: '  ' })).toContain('EXTERNAL_CLIENT_ID');
    expect(complaint({ ...complete, SESSION_SECRET: 'too-short-secret' })).not.toContain('too-short-secret');
    expect(complaint({ ...complete, ENCRYPTION_KEYS: 'id:c2VjcmV0' })).not.toContain('c2VjcmV0');
  });

  test('no key at all is no encryption (improvement 6.8)', () => {
    expect(complaint({ ...complete, ENCRYPTION_KEYS: ',' })).toContain('ENCRYPTION_KEYS');
  });

  test('a copy of the platform’s answer is kept in production, or where TENANTS_COPY says; SKIP_CONFIGURATION asks nobody (contract 215)', () => {
    const platform = {
      MNO_DEVPL_ENV_NAME: 'n',
      MNO_DEVPL_ENV_KEY: 'k',
      MNO_DEVPL_ENV_SECRET: 's',
      APP_URL: 'https://connector.example.com',
    };
    const load = (env: object) => loadConfig({ ...complete, TENANTS_FILE: '', ...platform, ...env }).tenants;
    expect(load({})).toMatchObject({ copy: undefined, skip: false });
    expect(load({ NODE_ENV: 'production' })).toMatchObject({ copy: 'data/tenants.copy', skip: false });
    expect(load({ TENANTS_COPY: '/var/copy', SKIP_CONFIGURATION: 'true' })).toMatchObject({
      copy: '/var/copy',
      skip: true,
    });
  });
});

describe('in production', () => {
  const production = { ...complete, NODE_ENV: 'production', APP_URL: 'https://connector.example.com' };

  test.each([
    ['APP_URL', 'http://connector.example.com'],
    ['EXTERNAL_URL', 'http://api.acme.example'],
    ['MNO_DEVPL_HOST', 'http://developer.example.com'],
    ['EXTERNAL_URL', 'http://127.0.0.1.acme.example'],
    ['EXTERNAL_URL', 'http://localhost.acme.example'],
    ['EXTERNAL_URL', 'http://0.0.0.0:80'],
    ['EXTERNAL_URL', 'http://192.168.1.1'],
  ])('%s may not be %s: others could read and change what is sent there', (name, address) => {
    expect(complaint({ ...production, [name]: address })).toContain(
      `${name}: in production write an address that begins with https://`,
    );
    expect(loadConfig({ ...complete, [name]: address })).toBeDefined();
  });

  test.each(['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000', 'http://127.1'])(
    'an address on this machine may be %s',
    (address) => {
      expect(loadConfig({ ...production, EXTERNAL_URL: address }).external.url).toBe(address);
    },
  );

  test('who listens to everybody must say what the connector’s address is', () => {
    expect(complaint({ ...production, APP_URL: '', HOST: '0.0.0.0' })).toContain('APP_URL: in production');
  });
});

test('traces go where OpenTelemetry’s own variables say', () => {
  const urlOf = (more: object) => loadConfig({ ...complete, ...more }).tracesUrl;
  const all = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' };
  const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example.com/in' };
  expect(urlOf({})).toBeUndefined();
  expect(urlOf(all)).toBe('http://127.0.0.1:4318/v1/traces');
  expect(urlOf({ ...all, ...own })).toBe('https://traces.example.com/in');
  expect(urlOf({ ...all, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  expect(() => urlOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
  );
});
