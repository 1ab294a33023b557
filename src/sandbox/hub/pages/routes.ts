import type { FastifyInstance, FastifyReply } from 'fastify';
import type { JsonObject } from '../../record.ts';
import { findGroup, findRecord, listRecords, pageOfRecords, saveRecord } from '../desk.ts';
import { connecIdOf } from '../ids.ts';
import type { Marketplace } from '../platform.ts';
import type { World } from '../world.ts';
import { companiesPage } from './companies.ts';
import { editOf } from './edit.ts';
import { howToSignInPage } from './how-to-sign-in.ts';
import { recordPage } from './record.ts';
import { recordsPage } from './records.ts';
import { startPage } from './start.ts';

type Params = { group: string; resource: string; id: string };
type Query = { skip?: string; saved?: string };

/** Pages for the developer: what there is, and records to look at and to edit by hand. */
export function pageRoutes(server: FastifyInstance, world: World, marketplace: () => Marketplace): void {
  server.get('/', (_request, reply) => send(reply, startPage(world, marketplace())));
  server.get('/companies', (_request, reply) => send(reply, companiesPage(world)));
  server.get('/sign-in', (_request, reply) => send(reply, howToSignInPage(world, marketplace())));
  server.get<{ Params: Params; Querystring: Query }>(
    '/records/:group/:resource',
    ({ params, query }, reply) => {
      const { group, resource } = params;
      const shown = pageOfRecords(world, group, resource, query.skip ?? '0');
      return send(reply, recordsPage({ group: findGroup(world, group), resource, ...shown }));
    },
  );
  server.get<{ Params: Params; Querystring: Query }>(
    '/records/:group/:resource/:id',
    ({ params, query }, reply) => {
      const { group, resource } = params;
      const record = shownRecord(world, params);
      const organizations = listRecords(world, group, 'organizations');
      const saved = query.saved !== undefined;
      return send(
        reply,
        recordPage({ group: findGroup(world, group), resource, record, organizations, saved }),
      );
    },
  );
  server.post<{ Params: Params; Body: Record<string, string> }>(
    '/records/:group/:resource/:id',
    (request, reply) => {
      const { group, resource } = request.params;
      const record = shownRecord(world, request.params);
      const edit = editOf(findGroup(world, group), resource, record, request.body ?? {});
      const saved = saveRecord(world, group, resource, edit);
      return reply.redirect(`/records/${group}/${resource}/${connecIdOf(saved.id)}?saved`, 303);
    },
  );
}

/** Undefined for the form of a new record. */
function shownRecord(world: World, { group, resource, id }: Params): JsonObject | undefined {
  return id === 'new' ? undefined : findRecord(world, group, resource, id);
}

const send = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(text);
