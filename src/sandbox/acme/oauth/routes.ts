import OAuth2Server from '@node-oauth/oauth2-server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messagePage } from '../../page.ts';
import { basicCredentials, sameSecret } from '../../secrets.ts';
import { ACME_BRAND } from '../brand.ts';
import { consentPage } from '../pages/consent.ts';
import type { AcmeState } from '../state.ts';
import { revoke } from './grants.ts';
import { type ClientSettings, createModel } from './model.ts';

const CODE_SECONDS = 60;

type Fields = Record<string, string>;

/** Finds the workspace whose access token a request carries. Throws the library's error when there is none. */
export type Authenticate = (request: FastifyRequest) => Promise<string>;

/** The OAuth 2 addresses: authorization code with PKCE, refresh with rotation, revocation. */
export function oauthRoutes(
  server: FastifyInstance,
  state: AcmeState,
  settings: ClientSettings,
  now: () => Date,
  changed: () => void,
): Authenticate {
  const oauth = new OAuth2Server({
    model: createModel(state.grants, settings, now),
    accessTokenLifetime: settings.tokenSeconds,
    refreshTokenLifetime: settings.refreshSeconds,
    authorizationCodeLifetime: CODE_SECONDS,
  });
  consentRoutes(server, state, settings, oauth);
  server.post('/oauth/token', async (request, reply) => {
    const answer = await run(request, (given, answer) => oauth.token(given, answer));
    changed();
    return reply
      .code(answer.status ?? 200)
      .headers(answer.headers ?? {})
      .send(answer.body);
  });
  server.post<{ Body: Fields }>('/oauth/revoke', async (request, reply) => {
    if (!isClient(request, settings)) return reply.code(401).send({ error: 'invalid_client' });
    revoke(state.grants, request.body?.token ?? '');
    changed();
    return reply.send({});
  });
  return (request) => authenticate(oauth, request);
}

async function authenticate(oauth: OAuth2Server, request: FastifyRequest): Promise<string> {
  const token = await oauth.authenticate(libraryRequest(request), new OAuth2Server.Response());
  return String(token.user.workspace);
}

/** The page that asks a person, and what they answer. */
function consentRoutes(
  server: FastifyInstance,
  state: AcmeState,
  settings: ClientSettings,
  oauth: OAuth2Server,
): void {
  server.get<{ Querystring: Fields }>('/oauth/authorize', (request, reply) =>
    showConsent(state, settings, request.query, reply),
  );
  server.post<{ Body: Fields }>('/oauth/authorize', async (request, reply) => {
    const { workspace = '' } = request.body ?? {};
    if (!state.workspaces.some((one) => one.id === workspace))
      return refuse(reply, `there is no workspace ${workspace}`);
    const authenticateHandler = { handle: () => ({ workspace }) };
    const answer = await run(request, (given, answer) =>
      oauth.authorize(given, answer, { authenticateHandler }),
    );
    const { location } = answer.headers ?? {};
    return location ? reply.redirect(location) : refuse(reply, answer.body?.error_description);
  });
}

/** What is wrong with the address is shown here; only then is it safe to send anybody back to it. */
function showConsent(
  state: AcmeState,
  settings: ClientSettings,
  query: Fields,
  reply: FastifyReply,
): FastifyReply {
  const { client_id, redirect_uri, state: carried, code_challenge, code_challenge_method } = query;
  if (client_id !== settings.id)
    return refuse(reply, `no application is called ${client_id ?? '(no client_id)'}`);
  if (!redirect_uri || !URL.canParse(redirect_uri)) return refuse(reply, 'redirect_uri is missing');
  if (!carried) return refuse(reply, 'state is missing: it protects against forged answers');
  if (!code_challenge || code_challenge_method !== 'S256')
    return refuse(reply, 'code_challenge is missing: Acme asks for PKCE with the method S256');
  return reply.type('text/html; charset=utf-8').send(consentPage(state.workspaces, query));
}

function refuse(reply: FastifyReply, reason: string): FastifyReply {
  return reply
    .code(400)
    .type('text/html; charset=utf-8')
    .send(messagePage(ACME_BRAND, 'Cannot link', reason));
}

/** Runs the library; what it throws is in the answer already. */
async function run(
  request: FastifyRequest,
  step: (request: OAuth2Server.Request, response: OAuth2Server.Response) => Promise<unknown>,
): Promise<OAuth2Server.Response> {
  const answer = new OAuth2Server.Response();
  await step(libraryRequest(request), answer).catch((error: OAuth2Server.OAuthError) => {
    if (answer.body?.error || answer.headers?.location) return;
    answer.status = error.code;
    answer.body = { error: error.name, error_description: error.message };
  });
  return answer;
}

function libraryRequest({ headers, method, query, body }: FastifyRequest): OAuth2Server.Request {
  return new OAuth2Server.Request({
    headers: headers as Fields,
    method,
    query: query as Fields,
    body: method === 'POST' && isForm(headers['content-type']) ? body : {},
  });
}

const isForm = (type: string | undefined): boolean =>
  type?.startsWith('application/x-www-form-urlencoded') ?? false;

function isClient(request: FastifyRequest<{ Body: Fields }>, settings: ClientSettings): boolean {
  const given = basicCredentials(request.headers.authorization);
  const id = given?.name ?? request.body?.client_id;
  return (
    id === settings.id && sameSecret(given?.secret ?? request.body?.client_secret ?? '', settings.secret)
  );
}
