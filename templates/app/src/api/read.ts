import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPostgres, type Tenant } from '../engine/index.ts';
import { documentOfMany, documentOfOne, linkage, relationshipLinks } from './document.ts';
import { type Asking, findAll, findOne, findPage } from './find.ts';
import { pageLinks, selfOf } from './links.ts';
import { send } from './media-type.ts';
import { type Query, readQuery } from './query.ts';
import type { Relationship, Resource } from './resource.ts';
import { resourceOf } from './resources.ts';

/** Which parameters an address takes: of one record, of many, and of the ids of many. */
export const parameters = {
  ofOne: ['fields', 'include'],
  ofMany: ['fields', 'include', 'filter', 'sort', 'page'],
  ofIds: ['filter', 'sort', 'page'],
} as const;

export function index(resource: Resource) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const query = queryOf(request, resource, parameters.ofMany);
    const asking = askingOf(request);
    const page = await findPage(asking, resource, query);
    return send(reply, await documentOfMany(asking, resource, query, page));
  };
}

export function show(resource: Resource) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const query = queryOf(request, resource, parameters.ofOne);
    const asking = askingOf(request);
    const row = await findOne(asking, resource, query.fields, idOf(request));
    return send(reply, await documentOfOne(asking, resource, query, row));
  };
}

/** The records themselves that a relationship names: /organizations/1/synchronizations. */
export function related(resource: Resource, { type, many, key }: Relationship) {
  const other = resourceOf(type);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const query = queryOf(request, other, many ? parameters.ofMany : parameters.ofOne);
    const asking = askingOf(request);
    const row = await findOne(asking, resource, noFields(resource), idOf(request));
    if (many) {
      const page = await findPage(asking, other, query, { [key]: row.id });
      return send(reply, await documentOfMany(asking, other, query, page));
    }
    const [one] = await findAll(asking, other, query.fields, { id: row[key] }, 1);
    return send(reply, one ? await documentOfOne(asking, other, query, one) : { data: null });
  };
}

/** Their ids alone: /organizations/1/relationships/synchronizations. */
export function relationship(resource: Resource, name: string, relationship: Relationship) {
  const { type, many, key } = relationship;
  const other = resourceOf(type);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const query = queryOf(request, other, many ? parameters.ofIds : []);
    const asking = askingOf(request);
    const row = await findOne(asking, resource, noFields(resource), idOf(request));
    const links = relationshipLinks(asking, resource, row, name);
    if (!many) return send(reply, { links, data: linkage(relationship, [row[key]]) });
    const { rows, total } = await findPage(
      asking,
      other,
      { ...query, fields: noFields(other) },
      { [key]: row.id },
    );
    return send(reply, {
      links: { ...links, self: selfOf(asking), ...pageLinks(asking, query.page, total) },
      data: linkage(
        relationship,
        rows.map(({ id }) => id),
      ),
      meta: { record_count: total },
    });
  };
}

/** As the address has it. */
export const idOf = ({ params }: FastifyRequest): string => (params as { id: string }).id;

export const askingOf = ({ server, tenant, url }: FastifyRequest): Asking => ({
  connector: server.connector,
  tenant: (tenant as Tenant).name,
  url,
});

/** @throws {ApiError} 400 */
export function queryOf(
  { query, server }: FastifyRequest,
  resource: Resource,
  families: readonly string[],
  others: readonly string[] = [],
): Query {
  return readQuery(query, resource, {
    families,
    others,
    isPostgres: isPostgres(server.connector.database),
  });
}

const noFields = ({ type }: Resource) => new Map([[type, new Set<string>()]]);
