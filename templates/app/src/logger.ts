import { createRequire } from 'node:module';
import type { FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { currentSpan } from './tracing/current-span.ts';

/**
 * JSON lines; in development readable ones, where pino-pretty is installed. Tokens, keys and cookies do not reach
 * them: not in headers or fields of these names, and not in the query of an address (OAuth's code is sent there).
 * What is written in a span of a trace carries its ids: see tracing.ts.
 */
export function createLogger(
  { logLevel, environment }: Pick<Config, 'logLevel' | 'environment'>,
  destination?: DestinationStream,
): Logger {
  const pretty =
    !destination && environment === 'development' && process.stdout.isTTY && isInstalled('pino-pretty');
  const options = {
    level: logLevel,
    redact: { paths: secrets, censor: '[secret]' },
    serializers: { req: describeRequest },
    mixin: () => ({ ...currentSpan.getStore()?.ids }),
  };
  if (pretty)
    return pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } });
  return destination ? pino(options, destination) : pino(options);
}

const names = [
  'authorization',
  'cookie',
  'accessToken',
  'refreshToken',
  'clientSecret',
  'credentials',
  'apiKey',
  'key',
  'secret',
  'password',
];

/** At the top of a line and one level below. */
const secrets = names.flatMap((name) => [name, `*.${name}`, `headers.${name}`, `*.headers.${name}`]);

const describeRequest = ({ method, url, ip }: FastifyRequest) => ({ method, path: describePath(url), ip });

/** Nor does the half of a webhook's address that only the application knows. */
const describePath = (url: string | undefined) =>
  url?.split('?')[0]?.replace(/^(\/external\/webhooks\/\d*).*/, '$1');

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
