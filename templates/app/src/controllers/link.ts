import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Access, AlreadyLinkedError, type LinkForm, linkFormOf } from '../engine/index.ts';
import { isRefusal, linkAccount } from '../linking/link-account.ts';
import { readCredentials } from '../linking/read-credentials.ts';
import { unlinkAccount } from '../linking/unlink-account.ts';
import { presentLinkForm } from '../pages/link-form.ts';
import { audit } from '../plugins/audit.ts';
import { OAuthDenied, OAuthStateError } from '../plugins/oauth.ts';
import { adminForm, requireAdmin, type Viewer, whoActs } from '../plugins/viewer.ts';
import { texts } from '../texts.ts';

/** Linking the organization's account (contract 265, 277). All of it is for administrators. */
export default async function link(app: FastifyInstance) {
  // Each of them is a call to the application, in which somebody may guess.
  const seldom = { rateLimit: { max: 60 } };
  const form = linkFormOf(app.connector.external);
  if (form) {
    app.get('/link', { preHandler: requireAdmin }, (_request, reply) => show(reply, form));
    app.post('/link', { ...adminForm(app), config: seldom }, (request, reply) =>
      submit(request, reply, form),
    );
  } else {
    app.post('/link', adminForm(app), begin);
    app.get('/auth/external/callback', { preHandler: requireAdmin, config: seldom }, callback);
  }
  app.post('/unlink', adminForm(app), destroy);
}

/** The form that asks for a key, or for a name and a password. */
const show = (reply: FastifyReply, form: LinkForm) =>
  reply.page('link', { ...presentLinkForm(form), title: texts.link.formTitle });

async function submit(request: FastifyRequest, reply: FastifyReply, form: LinkForm) {
  const again = (status: number, error: string, errors: Readonly<Record<string, string>> = {}) =>
    reply
      .code(status)
      .page('link', { ...presentLinkForm(form, request.body, errors), title: texts.link.formTitle, error });

  const read = readCredentials(form, request.body);
  if ('errors' in read) return again(422, texts.link.incomplete, read.errors);
  try {
    await linkAndTell(request, read);
    return reply.redirect('/', 303);
  } catch (error) {
    const { status, words } = describe(request, error);
    return again(status, words);
  }
}

async function begin(request: FastifyRequest, reply: FastifyReply) {
  const { organization } = request.viewer as Viewer;
  return reply.redirect(await request.server.oauth.begin(request, organization), 303);
}

/** The application sent the person back, with a code or with an error. */
async function callback(request: FastifyRequest, reply: FastifyReply) {
  const { organization } = request.viewer as Viewer;
  try {
    await linkAndTell(request, await request.server.oauth.finish(request, organization));
  } catch (error) {
    request.flash('error', describe(request, error).words);
  }
  return reply.redirect('/', 303);
}

async function linkAndTell(request: FastifyRequest, access: Access) {
  const { organization } = request.viewer as Viewer;
  const account = await linkAccount(request.server.connector, organization, access);
  await audit(request, 'account linked', { account: account.uid });
  request.flash('success', texts.link.linked(account.name));
}

async function destroy(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  const { organization } = request.viewer as Viewer;
  await unlinkAccount(connector, organization);
  await audit(request, 'account unlinked', { account: organization.oauthUid });
  request.flash('success', texts.link.unlinked(connector.external.name));
  return reply.redirect('/', 303);
}

/** Why no account was linked, for the person, and for the log. */
function describe(request: FastifyRequest, error: unknown): { status: number; words: string } {
  const { external } = request.server.connector;
  const { name } = external;
  request.log.warn({ ...whoActs(request), err: error }, 'account not linked');
  if (error instanceof OAuthDenied) return { status: 403, words: texts.link.denied(name) };
  if (error instanceof OAuthStateError) return { status: 403, words: texts.link.badState };
  if (error instanceof AlreadyLinkedError) return { status: 409, words: texts.link.alreadyLinked };
  if (linkFormOf(external) && isRefusal(error)) return { status: 422, words: texts.link.refused(name) };
  return { status: 502, words: texts.link.failed(name) };
}
