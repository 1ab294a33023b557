import type { FastifyInstance, HTTPMethods, RouteHandlerMethod } from 'fastify';
import { answerError, refuse } from '../api/errors.ts';
import { root } from '../api/links.ts';
import { checkAccept, readJsonApiOnly } from '../api/negotiate.ts';
import { index, related, relationship, show } from '../api/read.ts';
import type { Resource } from '../api/resource.ts';
import { resources } from '../api/resources.ts';
import { create, isWritable, update } from '../api/write.ts';
import { texts } from '../texts.ts';

/** The JSON:API: what programs see of the organizations of their tenant (contract 236 to 247). */
export default async function jsonApi(app: FastifyInstance) {
  await app.register(
    async (api) => {
      readJsonApiOnly(api);
      api.setErrorHandler(answerError);
      api.setNotFoundHandler(() => refuse('notFound', texts.errors.notFound));
      api.addHook('onRequest', api.clientAuth);
      api.addHook('onRequest', checkAccept);
      for (const resource of resources) addResource(api, resource);
    },
    { prefix: root },
  );
}

/** The addresses of a resource. What its policy forbids is a 403, what makes no sense at an address a 405. */
function addResource(api: FastifyInstance, resource: Resource) {
  const { type, relationships } = resource;
  const forbidden = () => refuse('forbidden', texts.api.forbidden(type));
  const [creating, updating] = isWritable(resource)
    ? [create(resource), update(resource)]
    : [forbidden, forbidden];
  add(api, `/${type}`, { GET: index(resource), POST: creating });
  add(api, `/${type}/:id`, { GET: show(resource), PATCH: updating, PUT: updating, DELETE: forbidden });
  for (const [name, one] of Object.entries(relationships)) {
    add(api, `/${type}/:id/${name}`, { GET: related(resource, one) });
    add(api, `/${type}/:id/relationships/${name}`, {
      GET: relationship(resource, name, one),
      POST: forbidden,
      PATCH: forbidden,
      PUT: forbidden,
      DELETE: forbidden,
    });
  }
}

type Handlers = Partial<Record<(typeof methods)[number], RouteHandlerMethod>>;
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'] as const satisfies HTTPMethods[];

function add(api: FastifyInstance, url: string, handlers: Handlers) {
  const config = { rateLimit: { max: 1200 } };
  for (const [method, handler] of Object.entries(handlers)) api.route({ method, url, config, handler });
  const allow = ['HEAD', ...Object.keys(handlers)].join(', ');
  api.route({
    method: methods.filter((method) => !(method in handlers)),
    url,
    config,
    // Before a body is looked at: it is not what is wrong.
    onRequest: async (_request, reply) => {
      reply.header('allow', allow);
      refuse('badMethod', texts.api.badMethod(allow));
    },
    handler: () => undefined,
  });
}
