import basicAuth from '@fastify/basic-auth';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { Tenant } from '../engine/index.ts';
import { sameText } from '../same-text.ts';
import { texts } from '../texts.ts';
import { HttpError } from './errors.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Before routes that the hub calls, of the tenant that the URL names: tenantOf. What is wrong is answered with 401
     * and {"error": "Invalid credentials"} (contract 217, 225).
     */
    hubAuth: onRequestHookHandler;
    /** The same before routes of the hub whose URLs name no tenant: it is the one whose credentials they are. */
    anyHubAuth: onRequestHookHandler;
    /** The same again, for the API: what is wrong is answered with 401 and nothing (contract 236). */
    clientAuth: onRequestHookHandler;
  }
  interface FastifyRequest {
    /** Who called, behind hubAuth and clientAuth; null behind neither. All they see and change is this tenant's. */
    tenant: Tenant | null;
  }
}

/**
 * Basic auth (RFC 7617) of programs with the API id and key of a tenant. Compared in constant time (improvement 6.3),
 * and before the body is read.
 */
export default fp(
  async (app) => {
    app.decorateRequest('tenant', null);
    await withTenantsOf(
      app,
      (request) => [tenantOf(request)],
      (check) => {
        app.decorate('hubAuth', check);
      },
    );
    await withTenantsOf(
      app,
      () => app.connector.tenants.list(),
      (check) => {
        app.decorate('anyHubAuth', check);
        app.decorate('clientAuth', function (request, reply, done) {
          check.call(this, request, reply, (error) => {
            if ((error as HttpError | undefined)?.statusCode === 401) reply.code(401).send();
            else done(error);
          });
        });
      },
    );
  },
  { name: 'client-auth', dependencies: ['errors'] },
);

/**
 * The tenant that the URL names, "default" where it names none (contract 253, improvement 6.4).
 *
 * @throws {HttpError} 404: an unknown tenant is never taken for another one.
 */
export function tenantOf(request: FastifyRequest): Tenant {
  const { tenant: name = 'default' } = request.params as { tenant?: string };
  const tenant = request.server.connector.tenants.get(name);
  if (!tenant) throw new HttpError(404, texts.errors.unknownTenant(name));
  return tenant;
}

/** basicAuth decorates what it is registered in: each gets a scope of its own, so that there can be two. */
async function withTenantsOf(
  app: FastifyInstance,
  candidates: (request: FastifyRequest) => Tenant[],
  use: (check: onRequestHookHandler) => void,
) {
  await app.register(async (scope) => {
    await scope.register(basicAuth, {
      authenticate: { realm: 'connector' },
      async validate(id, key, request) {
        request.tenant = findTenant(candidates(request), id, key);
        if (!request.tenant) throw new HttpError(401, texts.errors.invalidCredentials);
      },
    });
    use(scope.basicAuth as onRequestHookHandler);
  });
}

/** All are compared, id and key: time tells neither which was wrong, nor whose. */
function findTenant(tenants: readonly Tenant[], id: string, key: string): Tenant | null {
  let found: Tenant | null = null;
  for (const tenant of tenants) {
    const [rightId, rightKey] = [sameText(id, tenant.api.id), sameText(key, tenant.api.key)];
    if (rightId && rightKey) found ??= tenant;
  }
  return found;
}
