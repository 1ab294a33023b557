import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Organization } from '../engine/index.ts';
import { audit } from '../plugins/audit.ts';
import { readBody } from './body.ts';
import { documentOfOne } from './document.ts';
import { addressOf } from './links.ts';
import { send } from './media-type.ts';
import { askingOf, idOf, parameters, queryOf } from './read.ts';
import type { Resource, Writing } from './resource.ts';
import { save } from './save.ts';

type Writable = Resource & { writing: Writing };

export const isWritable = (resource: Resource): resource is Writable => resource.writing !== undefined;

export function create(resource: Writable) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { row, document } = await write(request, resource);
    const address = addressOf(askingOf(request), resource.type, row.id);
    return send(reply.code(201).header('location', address), document);
  };
}

export function update(resource: Writable) {
  return async (request: FastifyRequest, reply: FastifyReply) =>
    send(reply, (await write(request, resource, idOf(request))).document);
}

/** @param id of the record to be changed; left out, one is created. */
async function write(request: FastifyRequest, resource: Writable, id?: string) {
  const query = queryOf(request, resource, parameters.ofOne, resource.writing.parameters);
  const written = readBody(request.body, resource, id);
  const asking = askingOf(request);
  const row = await save(asking, resource, written, query.others, id);
  const isOrganization = resource.model === 'organization';
  await audit(
    request,
    `${resource.model} ${id === undefined ? 'created' : 'changed'}`,
    { uid: row.uid, attributes: written.names, ...query.others },
    isOrganization ? { organization: row as Organization } : {},
  );
  return { row, document: await documentOfOne(asking, resource, query, row) };
}
