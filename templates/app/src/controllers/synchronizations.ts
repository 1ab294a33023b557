import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FlagsError, refreshFlags } from '../account/flags.ts';
import type { Connector } from '../connector.ts';
import {
  type Organization,
  reasonNotToRun,
  type SyncOptions,
  statusOf,
  switchesOf,
} from '../engine/index.ts';
import { audit } from '../plugins/audit.ts';
import { tenantOf } from '../plugins/client-auth.ts';
import { HttpError } from '../plugins/errors.ts';
import { isAskedFor, requestRun } from '../run-requests.ts';
import { texts } from '../texts.ts';

/** How a hub looks after the synchronization of an organization. */
export default async function synchronizations(app: FastifyInstance) {
  const fromHub = { onRequest: app.hubAuth, config: { rateLimit: { max: 1200 } } };
  const path = '/maestrano/:tenant/synchronizations';
  app.get<Named>(`${path}/:uid`, fromHub, show);
  app.post<Started>(path, { ...fromHub, schema: { body: bodyOf({ opts }) } }, create);
  app.put<Toggled>(`${path}/toggle_sync`, { ...fromHub, schema: { body: bodyOf({ sync_enabled }) } }, toggle);
  app.put<Grouped>(`${path}/update_metadata`, { ...fromHub, schema: { body: bodyOf({}) } }, updateMetadata);
}

type Named = { Params: { uid: string } };
type Grouped = { Body: { group_id: string } };
type Started = { Body: { group_id: string; opts?: Options | null } };
type Toggled = { Body: { group_id: string; sync_enabled?: boolean } };

/** As hubs know them (contract 207). */
interface Options {
  forced?: boolean;
  full_sync?: boolean;
  connec_preemption?: boolean;
  only_entities?: string[];
  $filter?: string;
  $orderby?: string;
  request_per_batch_call?: number;
}

/** What is not named here is left out of what is read. */
const bodyOf = (properties: object) => ({
  type: 'object',
  required: ['group_id'],
  additionalProperties: false,
  properties: { group_id: { type: 'string', minLength: 1 }, ...properties },
});
const sync_enabled = { type: 'boolean' };
const opts = {
  type: 'object',
  nullable: true,
  additionalProperties: false,
  properties: {
    forced: { type: 'boolean' },
    full_sync: { type: 'boolean' },
    connec_preemption: { type: 'boolean' },
    only_entities: { type: 'array', minItems: 1, items: { type: 'string' } },
    $filter: { type: 'string' },
    $orderby: { type: 'string' },
    request_per_batch_call: { type: 'integer', minimum: 1, maximum: 50 },
  },
};

/** Contract 226. */
async function show(request: FastifyRequest<Named>, reply: FastifyReply) {
  const organization = await find(request, request.params.uid);
  return organization ? describe(request.server.connector, organization) : notFound(reply);
}

/**
 * Starts a synchronization, unless one is under way or waiting (contract 229). 201: there is one. 200: none would do
 * anything, and why (improvement 5.4).
 */
async function create(request: FastifyRequest<Started>, reply: FastifyReply) {
  const { connector } = request.server;
  const options = optionsOf(request.body.opts ?? {}, connector);
  const found = await find(request, request.body.group_id);
  if (!found) return notFound(reply);
  const organization = await switchOn(request, found);
  const now = await describe(connector, organization);
  if (now.status === 'RUNNING' || now.status === 'ENQUEUED') return reply.code(201).send(now);
  const why = await reasonNotToRun(connector.database, organization, options);
  if (why) return { ...now, skipped: why, message: texts.service.skipped[why] };
  await requestRun(connector, organization.id, options);
  await audit(request, 'synchronization asked for', { options }, { organization });
  return reply.code(201).send({ ...now, status: 'ENQUEUED' });
}

/** To what is asked for; to the other state where nothing is (contract 230, improvement 7.12). */
async function toggle(request: FastifyRequest<Toggled>, reply: FastifyReply) {
  const { connector } = request.server;
  const found = await find(request, request.body.group_id);
  if (!found) return notFound(reply);
  const syncEnabled = request.body.sync_enabled ?? !found.syncEnabled;
  const organization = await setSyncEnabled(request, found, syncEnabled);
  return describe(connector, organization);
}

/** Contract 231. */
async function updateMetadata(request: FastifyRequest<Grouped>, reply: FastifyReply) {
  const { connector } = request.server;
  const found = await find(request, request.body.group_id);
  if (!found) return notFound(reply);
  try {
    const organization = await refreshFlags(connector, tenantOf(request), found);
    const { pushDisabled, pullDisabled } = organization;
    await audit(request, 'flags of the hub taken over', { pushDisabled, pullDisabled }, { organization });
    const flags = { push_disabled: pushDisabled, pull_disabled: pullDisabled };
    return { ...(await describe(connector, organization)), ...flags };
  } catch (error) {
    if (!(error instanceof FlagsError)) throw error;
    request.log.warn({ err: error, organization: found.uid, tenant: found.tenant }, 'flags not refreshed');
    return reply.code(502).send({ errors: [{ message: texts.service.flagsUnknown }] });
  }
}

/** Another tenant's are unknown. */
const find = (request: FastifyRequest, uid: string) =>
  request.server.connector.database.organization.findUnique({
    where: { uid_tenant: { uid, tenant: tenantOf(request).name } },
  });

/** Contract 227; that it is a 404 is said by the status alone (improvement 7.14). */
const notFound = (reply: FastifyReply) =>
  reply.code(404).send({ errors: [{ message: texts.service.unknownOrganization }] });

async function describe({ database }: Connector, organization: Organization) {
  const last = await database.synchronization.findFirst({
    where: { organizationId: organization.id },
    orderBy: { id: 'desc' },
    select: { status: true, message: true, updatedAt: true },
  });
  return {
    group_id: organization.uid,
    sync_enabled: organization.syncEnabled,
    status: await statusOf(organization, last, () => isAskedFor(database, organization.id)),
    ...(last ? { message: last.message, updated_at: last.updatedAt.toISOString() } : {}),
  };
}

/** Whoever starts a synchronization means that what is chosen is to travel. */
function switchOn(request: FastifyRequest, organization: Organization): Promise<Organization> {
  const { entities } = request.server.connector.external;
  const switches = entities.map((entity) => switchesOf(organization, entity));
  const wanted = switches.some(({ toConnec, toExternal }) => toConnec || toExternal);
  return setSyncEnabled(request, organization, wanted);
}

async function setSyncEnabled(request: FastifyRequest, before: Organization, syncEnabled: boolean) {
  if (before.syncEnabled === syncEnabled) return before;
  const { database } = request.server.connector;
  const organization = await database.organization.update({
    where: { id: before.id },
    data: { syncEnabled },
  });
  await audit(request, 'synchronization switched', { syncEnabled }, { organization });
  return organization;
}

/** @throws {HttpError} 400: an entity that is not here. */
function optionsOf(given: Options, { external }: Connector): SyncOptions {
  const known = external.entities.map(({ key }) => key);
  const unknown = (given.only_entities ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new HttpError(400, texts.service.unknownEntities(unknown.join(', '), known.join(', ')));
  const options = {
    forced: given.forced,
    fullSync: given.full_sync,
    connecPreemption: given.connec_preemption,
    onlyEntities: given.only_entities,
    connecFilter: given.$filter,
    connecOrderBy: given.$orderby,
    batchSize: given.request_per_batch_call,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
