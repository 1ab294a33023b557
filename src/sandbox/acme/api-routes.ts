import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isObject, type JsonObject } from '../record.ts';
import { AcmeError } from './acme-error.ts';
import { workspaceOf } from './desk.ts';
import { once } from './idempotency.ts';
import { listPage } from './list.ts';
import type { Authenticate } from './oauth/routes.ts';
import { createRecord, deleteRecord, findRecord, updateRecord, type Workspace } from './records.ts';
import type { AcmeState } from './state.ts';

type Params = { collection: string; id: string };
type Call = FastifyRequest<{ Params: Params; Querystring: Record<string, string> }>;

/** Acme's REST API. Every call needs an access token, which says whose records they are. */
export function apiRoutes(
  server: FastifyInstance,
  state: AcmeState,
  authenticate: Authenticate,
  now: () => Date,
  changed: () => void,
): void {
  const within = (handle: (workspace: Workspace, request: Call) => unknown) => async (request: Call) =>
    handle(workspaceOf(state, await authenticate(request)), request);

  server.get(
    '/api/me',
    within(({ id, name }) => ({ account: { id, name } })),
  );
  server.get(
    '/api/:collection',
    within((workspace, { params, query }) => listPage(workspace, params.collection, query)),
  );
  server.get(
    '/api/:collection/:id',
    within((workspace, { params }) => findRecord(workspace, params.collection, params.id)),
  );
  server.post('/api/:collection', async (request: Call, reply) => {
    const workspace = workspaceOf(state, await authenticate(request));
    const record = once(
      state.answered,
      keyOf(workspace, request),
      JSON.stringify([request.url, request.body]),
      () => createRecord(workspace, request.params.collection, bodyOf(request), now()),
    );
    changed();
    return reply.code(201).header('location', `${request.url}/${record.id}`).send(record);
  });
  server.put(
    '/api/:collection/:id',
    within((workspace, request) => {
      const { collection, id } = request.params;
      const record = updateRecord(workspace, collection, id, bodyOf(request), now());
      changed();
      return record;
    }),
  );
  server.delete('/api/:collection/:id', async (request: Call, reply) => {
    const workspace = workspaceOf(state, await authenticate(request));
    deleteRecord(workspace, request.params.collection, request.params.id);
    changed();
    return reply.code(204).send();
  });
}

function bodyOf({ body }: FastifyRequest): JsonObject {
  if (!isObject(body)) throw new AcmeError(400, 'bad_request', 'the body must be a JSON object');
  return body;
}

function keyOf(workspace: Workspace, request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  return key === undefined ? undefined : `${workspace.id} ${key}`;
}
