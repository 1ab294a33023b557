import type { FastifyInstance } from 'fastify';
import { describeApi } from '../documentation/document.ts';
import { presentApi } from '../pages/documentation.ts';
import { texts } from '../texts.ts';

/** What programs can ask of this connector: for people, and as an OpenAPI document. */
export default async function documentation(app: FastifyInstance) {
  const title = texts.documentation.title(app.connector.external.name);
  let known: ReturnType<typeof workOut> | undefined;
  // Anybody may ask, as often as they like: it is worked out for the first one, when all routes are there.
  const read = () => {
    known ??= workOut(app);
    return known;
  };
  app.get('/documentation', async (_, reply) =>
    reply.page('documentation', { title, groups: read().groups }),
  );
  app.get('/documentation/json', async (_, reply) =>
    reply.type('application/json; charset=utf-8').send(read().json),
  );
}

function workOut(app: FastifyInstance) {
  const document = describeApi(app);
  return { groups: presentApi(document), json: JSON.stringify(document) };
}
