import { createRequire } from 'node:module';
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** JSON lines; in development, readable ones when pino-pretty is installed. Secrets never reach them. */
export function createLogger({ logLevel, environment }: Pick<Config, 'logLevel' | 'environment'>): Logger {
  const pretty = environment === 'development' && process.stdout.isTTY && isInstalled('pino-pretty');
  return pino({
    level: logLevel,
    redact: { paths: secretPaths, censor: '[secret]' },
    ...(pretty ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } } : {}),
  });
}

const secrets = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'accessToken',
  'refreshToken',
  'clientSecret',
  'key',
];
const secretPaths = secrets.flatMap((name) =>
  ['', '*', '*.*', 'req.headers', 'res.headers'].map((place) => {
    if (!place) return name;
    return name.startsWith('[') ? `${place}${name}` : `${place}.${name}`;
  }),
);

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
