import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeApi } from '../documentation/document.ts';
import { presentApi } from '../pages/documentation.ts';
import { texts } from '../texts.ts';

/** What programs can ask of this connector: for people, and as an OpenAPI document. */
export default async function documentation(app: FastifyInstance) {
  app.get('/documentation', page);
  app.get('/documentation/json', json);
}

async function page({ server }: FastifyRequest, reply: FastifyReply) {
  const { name } = server.connector.external;
  return reply.page('documentation', {
    title: texts.documentation.title(name),
    groups: presentApi(describeApi(server)),
  });
}

const json = async ({ server }: FastifyRequest) => describeApi(server);
