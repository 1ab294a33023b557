import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressee, type Organization, type Refusal, takeDelivery } from '../engine/index.ts';
import { inboxJob } from '../jobs/group-key.ts';
import { HttpError } from '../plugins/errors.ts';
import { texts } from '../texts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose webhooks come to the address that was called. */
    addressee: Organization | null;
  }
}

/** What the external application tells, where src/external.ts declares `webhooks`. */
export default async function externalWebhooks(app: FastifyInstance) {
  if (!app.connector.external.webhooks) return;
  app.decorateRequest('addressee', null);
  // Signatures are made over bytes, whatever is in them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => body,
  );
  const fromApplication = {
    onRequest: findAddressee,
    bodyLimit: 1024 * 1024,
    config: { rateLimit: { max: 6000 } },
  };
  app.post<Route>('/external/webhooks/:address', fromApplication, create);
}

interface Route {
  Params: { address: string };
}

/** Before the body is read: nobody sends one to an address that was not given to the application. */
async function findAddressee(request: FastifyRequest) {
  const { address } = request.params as Route['Params'];
  request.addressee = (await addressee(request.server.connector.engine, address)) ?? null;
  if (!request.addressee) throw new HttpError(404, texts.errors.notFound);
}

/** Like a notification of the hub it is a row of `inbox` before it is acknowledged. */
async function create(request: FastifyRequest, reply: FastifyReply) {
  const { engine, jobs } = request.server.connector;
  const organization = request.addressee as Organization;
  const delivery = { headers: textsOf(request.headers), body: bodyOf(request) };
  const outcome = await takeDelivery(engine, organization, delivery);
  const { uid, tenant } = organization;
  if (typeof outcome === 'string') {
    request.log.warn({ organization: uid, tenant, reason: outcome }, 'delivery of the application refused');
    throw new HttpError(statuses[outcome], texts.errors.badDelivery);
  }
  if (outcome) await jobs.enqueue(inboxJob({ tenant, group: uid }));
  request.log.info({ organization: uid, tenant, stored: outcome }, 'delivery of the application taken');
  return reply.code(200).send({});
}

const statuses: Readonly<Record<Refusal, number>> = {
  'no signature': 401,
  'wrong signature': 401,
  'signed too long ago': 401,
  'not readable': 400,
};

/** @throws {HttpError} 400 when it is no text: what was signed could not be told from what was sent. */
function bodyOf({ body }: FastifyRequest): string {
  if (!Buffer.isBuffer(body)) return '';
  if (!isUtf8(body)) throw new HttpError(400, texts.errors.badDelivery);
  return body.toString('utf8');
}

const textsOf = (headers: FastifyRequest['headers']) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
