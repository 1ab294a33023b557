import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { texts } from '../texts.ts';
import { HttpError } from './errors.ts';

/** Requests per minute and address, where a route does not tell its own limit in `config.rateLimit`. */
const usual = 300;

/** They are asked for in great numbers, and cost little. */
const cheap = [
  { path: '/public/', max: 1200 },
  { path: '/health/', max: 1200 },
];

/** Wrong credentials per minute, address and tenant. Who reaches this waits, also with the right ones. */
const wrongGuesses = 20;

/**
 * Before anything else happens, the database is asked or a password compared: so it is registered first, and counts
 * what is not found, too.
 */
export default fp(
  async (app) => {
    await app.register(rateLimit, {
      global: false,
      timeWindow: '1 minute',
      errorResponseBuilder: () => new HttpError(429, texts.errors.tooManyRequests),
    });
    const limit = app.rateLimit({ max: (request) => budgetOf(request).max, keyGenerator: whoAsks });
    const guesses = app.createRateLimit({ max: wrongGuesses, keyGenerator: whoGuesses });

    app.addHook('onRequest', limit);
    app.addHook('onRequest', async (request, reply) => {
      const made = await guesses(request, { increment: false });
      if (made.isAllowed || made.remaining > 0) return;
      reply.header('retry-after', made.ttlInSeconds);
      throw new HttpError(429, texts.errors.tooManyGuesses);
    });
    app.addHook('onResponse', async (request, reply) => {
      if (reply.statusCode === 401) await guesses(request);
    });
  },
  { name: 'rate-limit' },
);

/** Routes with a limit of their own are counted apart; all others together. */
function budgetOf({ url, routeOptions }: FastifyRequest): { max: number; path: string } {
  const own = routeOptions.config?.rateLimit;
  if (own && typeof own.max === 'number') return { max: own.max, path: routeOptions.url ?? '' };
  return cheap.find(({ path }) => url.startsWith(path)) ?? { max: usual, path: '' };
}

const whoAsks = (request: FastifyRequest) => `${normalizeIP(request.ip)} ${budgetOf(request).path}`;

/** Apart for each tenant, and each address of webhooks: one that is configured wrongly does not lock the others out. */
function whoGuesses({ ip, params }: FastifyRequest): string {
  const { tenant, address } = params as { tenant?: string; address?: string };
  return `${normalizeIP(ip)} ${tenant ?? address ?? ''}`;
}
