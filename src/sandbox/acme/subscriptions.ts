import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isObject } from '../record.ts';
import { AcmeError, invalidField } from './acme-error.ts';
import type { Authenticate } from './oauth/routes.ts';

/** An address that is told of a workspace's changes. */
export interface Subscription {
  id: string;
  workspace: string;
  url: string;
  secret: string;
}

/**
 * `POST /api/webhooks` with `{ url, secret? }`, `GET` and `DELETE`. An address is subscribed once: whoever asks again
 * for it gets the same subscription, with the secret that was given last.
 */
export function subscriptionRoutes(
  server: FastifyInstance,
  subscriptions: Map<string, Subscription>,
  authenticate: Authenticate,
  changed: () => void,
): void {
  const of = (workspace: string) => [...subscriptions.values()].filter((one) => one.workspace === workspace);

  server.post('/api/webhooks', async (request, reply) => {
    const workspace = await authenticate(request);
    const wanted = wantedBy(request);
    const known = of(workspace).find(({ url }) => url === wanted.url);
    const subscription = { id: known?.id ?? randomUUID(), workspace, ...wanted };
    subscriptions.set(subscription.id, subscription);
    changed();
    return reply.code(201).send(subscription);
  });
  server.get('/api/webhooks', async (request) => {
    const own = of(await authenticate(request));
    return { webhooks: own.map(({ secret: _, ...shown }) => shown) };
  });
  server.delete<{ Params: { id: string } }>('/api/webhooks/:id', async (request, reply) => {
    const { id } = request.params;
    const workspace = await authenticate(request);
    if (subscriptions.get(id)?.workspace !== workspace)
      throw new AcmeError(404, 'not_found', `there is no webhook ${id}`);
    subscriptions.delete(id);
    changed();
    return reply.code(204).send();
  });
}

function wantedBy({ body }: FastifyRequest): Pick<Subscription, 'url' | 'secret'> {
  const { url, secret = randomBytes(32).toString('base64url') } = isObject(body) ? body : {};
  if (typeof url !== 'string' || !/^https?:/.test(url) || !URL.canParse(url))
    throw invalidField('url', 'url must be an address that begins with https:// or http://');
  if (typeof secret !== 'string' || secret.length < 16)
    throw invalidField('secret', 'secret must be a text of at least 16 characters');
  return { url, secret };
}
