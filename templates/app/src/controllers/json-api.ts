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
  const [creating, updating] = isWritable(resource)
    ? [create(resource), update(resource)]
    : (['forbidden', 'forbidden'] as const);
  add(api, type, '', { GET: index(resource), POST: creating });
  add(api, type, '/:id', { GET: show(resource), PATCH: updating, PUT: updating, DELETE: 'forbidden' });
  for (const [name, one] of Object.entries(relationships)) {
    add(api, type, `/:id/${name}`, { GET: related(resource, one) });
    const reading = relationship(resource, name, one);
    add(api, type, `/:id/relationships/${name}`, { GET: reading, ...readOnly });
  }
}

type Handlers = Partial<Record<(typeof methods)[number], RouteHandlerMethod | 'forbidden'>>;
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'] as const satisfies HTTPMethods[];
const readOnly: Handlers = { POST: 'forbidden', PATCH: 'forbidden', PUT: 'forbidden', DELETE: 'forbidden' };

function add(api: FastifyInstance, type: string, path: string, handlers: Handlers) {
  const url = `/${type}${path}`;
  const rateLimit = { max: 1200 };
  const forbid = () => refuse('forbidden', texts.api.forbidden(type));
  for (const [method, given] of Object.entries(handlers)) {
    const refuses = given === 'forbidden';
    api.route({
      method,
      url,
      config: { rateLimit, refuses },
      handler: given === 'forbidden' ? forbid : given,
    });
  }
  const allow = ['HEAD', ...Object.keys(handlers)].join(', ');
  api.route({
    method: methods.filter((method) => !(method in handlers)),
    url,
    config: { rateLimit, refuses: true },
    // Before a body is looked at: it is not what is wrong.
    onRequest: async (_request, reply) => {
      reply.header('allow', allow);
      refuse('badMethod', texts.api.badMethod(allow));
    },
    handler: () => undefined,
  });
}
