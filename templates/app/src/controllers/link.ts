import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  AlreadyLinkedError,
  type Connection,
  linkOrganization,
  type Organization,
  type Tokens,
  UnauthorizedError,
  unlinkOrganization,
} from '../engine/index.ts';
import { audit } from '../plugins/audit.ts';
import { OAuthDenied, OAuthStateError } from '../plugins/oauth.ts';
import { adminForm, requireAdmin, type Viewer, whoActs } from '../plugins/viewer.ts';
import { texts } from '../texts.ts';

/** Linking the organization's account (contract 265, 277). All of it is for administrators. */
export default async function link(app: FastifyInstance) {
  app.post('/link', adminForm(app), create);
  app.post('/unlink', adminForm(app), destroy);
  const seldom = { rateLimit: { max: 60 } };
  app.get('/auth/external/callback', { preHandler: requireAdmin, config: seldom }, callback);
}

async function create(request: FastifyRequest, reply: FastifyReply) {
  const { organization } = request.viewer as Viewer;
  return reply.redirect(await request.server.oauth.begin(request, organization), 303);
}

/** The application sent the person back, with a code or with an error. */
async function callback(request: FastifyRequest, reply: FastifyReply) {
  const { organization } = request.viewer as Viewer;
  try {
    const account = await linkAccount(request, organization);
    await audit(request, 'account linked', { account: account.uid });
    request.flash('success', texts.link.linked(account.name));
  } catch (error) {
    request.log.warn({ ...whoActs(request), err: error }, 'account not linked');
    request.flash('error', inWords(error, request.server.connector.external.name));
  }
  return reply.redirect('/', 303);
}

async function destroy(request: FastifyRequest, reply: FastifyReply) {
  const { database, external } = request.server.connector;
  const { organization } = request.viewer as Viewer;
  await unlinkOrganization(database, organization);
  await audit(request, 'account unlinked', { account: organization.oauthUid });
  request.flash('success', texts.link.unlinked(external.name));
  return reply.redirect('/', 303);
}

async function linkAccount(request: FastifyRequest, organization: Organization) {
  const { database, external, vault } = request.server.connector;
  const tokens = await request.server.oauth.finish(request, organization);
  const account = await external.account(external.client(freshConnection(organization, tokens)));
  await linkOrganization(database, vault, organization, external.provider, account, tokens);
  return account;
}

/** For the one call that asks who was linked: the tokens are seconds old and are not refreshed. */
const freshConnection = (organization: Organization, { accessToken }: Tokens): Connection => ({
  organization,
  accessToken: async () => accessToken,
  async refreshToken() {
    throw new UnauthorizedError('the application refused the token it has just given');
  },
});

function inWords(error: unknown, application: string): string {
  if (error instanceof OAuthDenied) return texts.link.denied(application);
  if (error instanceof OAuthStateError) return texts.link.badState;
  if (error instanceof AlreadyLinkedError) return texts.link.alreadyLinked;
  return texts.link.failed(application);
}
