import { createHash, timingSafeEqual } from 'node:crypto';
import basicAuth from '@fastify/basic-auth';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Tenant } from '../engine/index.ts';
import { texts } from '../texts.ts';
import { HttpError } from './errors.ts';

/**
 * `app.basicAuth` stands before the routes that the hub itself calls: basic auth with the API id and key of the
 * tenant in the URL (contract 217), compared in constant time (improvement 6.3).
 */
export default fp(
  async (app) => {
    await app.register(basicAuth, {
      authenticate: { realm: 'connector' },
      async validate(id, key, request) {
        const { api } = tenantOf(request);
        // Both are always compared, so that time does not tell which of them was wrong.
        const [rightId, rightKey] = [sameText(id, api.id), sameText(key, api.key)];
        if (!rightId || !rightKey) throw new HttpError(401, texts.errors.invalidCredentials);
      },
    });
  },
  { name: 'tenant-auth' },
);

/**
 * The tenant that the URL names, "default" where it names none (contract 253).
 *
 * @throws {HttpError} 404: an unknown tenant is never taken for another one.
 */
export function tenantOf(request: FastifyRequest): Tenant {
  const { tenant: name = 'default' } = request.params as { tenant?: string };
  const tenant = request.server.connector.tenants.get(name);
  if (!tenant) throw new HttpError(404, texts.errors.unknownTenant(name));
  return tenant;
}

const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
const digest = (text: string) => createHash('sha256').update(text).digest();
