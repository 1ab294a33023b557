import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { messagePage } from '../../page.ts';
import { HUB_BRAND } from '../brand.ts';
import { HubError } from '../hub-error.ts';
import { postResponsePage } from '../pages/post-response.ts';
import { companiesOf, signInPage } from '../pages/sign-in.ts';
import type { App, Group, User, World } from '../world.ts';
import { attributesOf } from './attributes.ts';
import { type AuthnRequest, readAuthnRequest } from './authn-request.ts';
import { type Signing, signedResponse } from './response.ts';

const PATH = '/api/v1/auth/saml';
const RECHECK_MS = 3 * 60 * 1000;

type Fields = Partial<Record<'SAMLRequest' | 'group_id' | 'user' | 'user_uid' | 'session' | 'err', string>>;

/** The identity provider (sso §1 to §5): sign in, is the session still valid, sign out. */
export function samlRoutes(server: FastifyInstance, world: World, url: () => string, signing: Signing): void {
  server.get<{ Querystring: Fields }>(PATH, (request, reply) => {
    const { SAMLRequest = '', group_id: asked } = request.query;
    const { app } = understand(world, SAMLRequest);
    return sendPage(reply, signInPage(world, { app, samlRequest: SAMLRequest, users: world.users, asked }));
  });
  server.post<{ Body: Fields }>(PATH, (request, reply) =>
    signIn(world, url(), signing, request.body ?? {}, reply),
  );
  server.get<{ Params: { user: string }; Querystring: Fields }>(
    `${PATH}/:user`,
    async ({ params, query }) => {
      const [uid] = params.user.split('.', 1);
      return {
        valid: world.sessions.get(query.session ?? '') === uid,
        recheck: recheckAt(world).toISOString(),
      };
    },
  );
  server.get<{ Querystring: Fields }>('/app_logout', (request, reply) => {
    endSessions(world, request.query.user_uid);
    return sendPage(
      reply,
      messagePage(HUB_BRAND, 'You are signed out', 'Every application will notice within three minutes.'),
    );
  });
  server.get<{ Querystring: Fields }>('/app_access_unauthorized', (request, reply) => {
    const reason =
      request.query.err === 'internal'
        ? 'The application could not accept the sign-in.'
        : 'Your session is not valid any more, or you have no access to this application.';
    return sendPage(reply.code(403), messagePage(HUB_BRAND, 'No access', reason));
  });
}

function signIn(
  world: World,
  url: string,
  signing: Signing,
  fields: Fields,
  reply: FastifyReply,
): FastifyReply {
  const { SAMLRequest = '', user: uid, group_id: asked } = fields;
  const { app, request } = understand(world, SAMLRequest);
  const user = world.users.find((one) => one.uid === uid);
  if (!user) throw new HubError(400, 'Unknown person', `nobody here is ${uid}`);
  const companies = companiesOf(world, app, user, asked);
  const group = companies.length === 1 ? companies[0] : companies.find((one) => one.uid === asked);
  if (companies.length === 0)
    throw new HubError(403, 'No access', `${user.name} has no company that uses ${app.name}`);
  if (!group)
    return sendPage(reply, signInPage(world, { app, samlRequest: SAMLRequest, users: [user], asked }));
  const issuer = `${url}${PATH}?SAMLRequest=${encodeURIComponent(SAMLRequest)}`;
  const response = signedResponse(answerFor(world, request, issuer, user, group), signing);
  return sendPage(
    reply,
    postResponsePage(request.consumeUrl, response, `${user.name} ${user.surname} of ${group.name}`),
  );
}

/** The request and the application it comes from, which must be known and be asked for at its own address. */
function understand(world: World, parameter: string): { app: App; request: AuthnRequest } {
  const request = readAuthnRequest(parameter);
  const app = world.apps.find((one) => one.id === request.issuer);
  if (!app) throw new HubError(400, 'Wrong APP ID', `no application is called ${request.issuer}`);
  if (app.host && originOf(app.host) !== originOf(request.consumeUrl))
    throw new HubError(
      403,
      'Wrong address',
      `${app.name} lives at ${app.host}, not at ${request.consumeUrl}`,
    );
  return { app, request };
}

/** `issuer` is the address of the request, as the hub writes it (sso §3). */
function answerFor(world: World, request: AuthnRequest, issuer: string, user: User, group: Group) {
  const token = randomBytes(24).toString('hex');
  world.sessions.set(token, user.uid);
  const attributes = attributesOf(user, group, { token, recheck: recheckAt(world) });
  return { request, issuer, userUid: user.uid, attributes, now: world.now() };
}

function endSessions(world: World, uid: string | undefined): void {
  for (const [token, user] of world.sessions) if (user === uid) world.sessions.delete(token);
}

const sendPage = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(text);
const recheckAt = (world: World): Date => new Date(world.now().getTime() + RECHECK_MS);
const originOf = (url: string): string => new URL(url).origin.replace('//localhost', '//127.0.0.1');
