import type { FastifyInstance } from 'fastify';

/** Which versions of the platform's parts this connector needs (contract 147). They are yours to change. */
const dependencies = { connec: '1.0', impac: '1.0', maestrano_hub: '1.0' };

/** The misspelt address is the one that hubs ask (contract 232, improvement 7.13). */
export default async function dependenciesController(app: FastifyInstance) {
  for (const path of ['/maestrano/dependancies', '/maestrano/dependencies'])
    app.get(path, { onRequest: app.anyHubAuth }, async () => dependencies);
}
