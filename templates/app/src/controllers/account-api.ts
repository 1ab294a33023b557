import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AlreadyLinkedError, isLinked, isObject, linkFormOf, type Tenant } from '../engine/index.ts';
import { isRefusal, linkAccount } from '../linking/link-account.ts';
import { readCredentials } from '../linking/read-credentials.ts';
import { describeLinking } from '../linking/setup-form.ts';
import { unlinkAccount } from '../linking/unlink-account.ts';
import { audit } from '../plugins/audit.ts';
import { texts } from '../texts.ts';

/** How a hub links accounts on pages of its own. All is of the tenant whose credentials are given. */
export default async function accountApi(app: FastifyInstance) {
  const fromHub = { onRequest: app.clientAuth, config: { rateLimit: { max: 600 } } };
  const path = '/maestrano/api/account';
  app.get(`${path}/setup_form`, fromHub, setupForm);
  app.post(`${path}/link_account`, fromHub, link);
  app.post(`${path}/unlink_account`, fromHub, unlink);
}

/** Contract 248. */
async function setupForm(request: FastifyRequest) {
  const { config, external } = request.server.connector;
  const { name } = request.tenant as Tenant;
  return describeLinking(external, `${config.appUrl}/maestrano/auth/saml/init/${name}?settings=true`);
}

/** The fields of setup_form, with `org-uid`: the group's uid (contract 249, improvement 7.9). */
async function link(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  const { external } = connector;
  const form = linkFormOf(external);
  if (!form) return reply.code(501).send({ error: texts.linkApi.onlyByPerson(external.name) });
  const organization = await find(request, 'org-uid');
  if (!organization) return notFound(reply);
  const read = readCredentials(form, request.body);
  if ('errors' in read) return reply.code(422).send({ error: texts.linkApi.incomplete, errors: read.errors });
  try {
    const account = await linkAccount(connector, organization, read);
    await audit(request, 'account linked', { account: account.uid }, { organization });
    return { status: 'ok', account };
  } catch (error) {
    request.log.warn({ organization: organization.uid, err: error }, 'account not linked');
    return reply.code(statusOf(error)).send({ error: describe(error, external.name) });
  }
}

/** Contract 250; another tenant's are unknown (improvement 6.1). One that is not linked needs no unlinking. */
async function unlink(request: FastifyRequest, reply: FastifyReply) {
  const organization = await find(request, 'uid');
  if (!organization) return notFound(reply);
  if (isLinked(organization)) {
    await unlinkAccount(request.server.connector, organization);
    await audit(request, 'account unlinked', { account: organization.oauthUid }, { organization });
  }
  return { status: 'ok' };
}

async function find(request: FastifyRequest, parameter: string) {
  const uid = isObject(request.body) ? request.body[parameter] : undefined;
  if (typeof uid !== 'string') return null;
  const { name: tenant } = request.tenant as Tenant;
  const { database } = request.server.connector;
  return database.organization.findUnique({ where: { uid_tenant: { uid, tenant } } });
}

const notFound = (reply: FastifyReply) =>
  reply.code(404).send({ errors: [{ message: texts.service.unknownOrganization }] });

function statusOf(error: unknown): number {
  if (error instanceof AlreadyLinkedError) return 409;
  return isRefusal(error) ? 422 : 502;
}

function describe(error: unknown, application: string): string {
  if (error instanceof AlreadyLinkedError) return error.message;
  return isRefusal(error) ? texts.linkApi.refused(application) : texts.linkApi.failed(application);
}
