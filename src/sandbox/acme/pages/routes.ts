import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Desk, workspaceOf } from '../desk.ts';
import { findRecord } from '../records.ts';
import type { AcmeState } from '../state.ts';
import { editOf } from './edit.ts';
import { recordPage } from './record.ts';
import { recordsPage } from './records.ts';
import { startPage } from './start.ts';

type Params = { workspace: string; collection: string; id: string };
type Query = { skip?: string; saved?: string };

/** Pages for the developer: records to look at and to edit by hand. */
export function pageRoutes(server: FastifyInstance, state: AcmeState, desk: Desk): void {
  server.get('/', (_request, reply) => send(reply, startPage(state.workspaces)));
  server.get<{ Params: Params; Querystring: Query }>(
    '/:workspace/:collection',
    ({ params, query }, reply) => {
      const records = desk.list(params.collection, params.workspace);
      const workspace = workspaceOf(state, params.workspace);
      return send(reply, recordsPage(workspace, params.collection, records, Number(query.skip) || 0));
    },
  );
  server.get<{ Params: Params; Querystring: Query }>(
    '/:workspace/:collection/:id',
    ({ params, query }, reply) => {
      const workspace = workspaceOf(state, params.workspace);
      const saved = query.saved !== undefined;
      return send(reply, recordPage(workspace, params.collection, shownRecord(state, params), saved));
    },
  );
  server.post<{ Params: Params; Body: Record<string, string> }>(
    '/:workspace/:collection/:id',
    (request, reply) => {
      const { workspace, collection } = request.params;
      const record = shownRecord(state, request.params);
      const form = request.body ?? {};
      if (record && form.delete) {
        desk.remove(collection, record.id, workspace);
        return reply.redirect(`/${workspace}/${collection}`, 303);
      }
      const { id } = desk.save(collection, editOf(collection, record, form), workspace);
      return reply.redirect(`/${workspace}/${collection}/${id}?saved`, 303);
    },
  );
}

/** Undefined for the form of a new record. */
function shownRecord(state: AcmeState, { workspace, collection, id }: Params) {
  return id === 'new' ? undefined : findRecord(workspaceOf(state, workspace), collection, id);
}

const send = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(text);
