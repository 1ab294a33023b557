import { randomBytes } from 'node:crypto';
import { generateCodeVerifier } from '@badgateway/oauth2-client';
import fp from 'fastify-plugin';
import { type Organization, oauthOf, type Tokens } from '../engine/index.ts';
import { createOAuthClient, toTokens } from '../oauth-client.ts';

declare module 'fastify' {
  interface FastifyInstance {
    oauth: {
      /** The external application's address where a person allows the link. */
      begin(request: FastifyRequest, organization: Organization): Promise<string>;
      /**
       * The tokens, from the request that the application sent the person back with.
       * @throws {OAuthDenied} when the person did not allow it, {OAuthStateError} when it answers no request of
       * this session, {Error} when the code gives no tokens.
       */
      finish(request: FastifyRequest, organization: Organization): Promise<Tokens>;
    };
  }
  interface Session {
    link?: { state: string; verifier: string; organizationId: number };
  }
}

export class OAuthDenied extends Error {
  override name = 'OAuthDenied';
}

export class OAuthStateError extends Error {
  override name = 'OAuthStateError';
}

/**
 * OAuth 2, authorization code with PKCE (RFC 6749, RFC 7636). State and verifier are kept in the session, are good
 * for one answer, and belong to one organization: nobody can make another organization link an account of theirs.
 */
export default fp(
  async (app) => {
    const { config, external } = app.connector;
    const settings = oauthOf(external);
    if (!settings) return; // Linked by a form.
    const client = createOAuthClient(settings);
    const scope = [...settings.scopes];
    const redirectUri = () => `${config.appUrl}/auth/external/callback`;

    app.decorate('oauth', {
      async begin(request, organization) {
        const state = randomBytes(24).toString('base64url');
        const verifier = await generateCodeVerifier();
        request.session.link = { state, verifier, organizationId: organization.id };
        return client.authorizationCode.getAuthorizeUri({
          redirectUri: redirectUri(),
          state,
          codeVerifier: verifier,
          ...(scope.length > 0 ? { scope } : {}),
        });
      },

      async finish(request, organization) {
        const { link } = request.session;
        delete request.session.link;
        const { state, error, code } = request.query as Record<string, unknown>;
        if (!link || state !== link.state || link.organizationId !== organization.id) {
          throw new OAuthStateError('the state is not the one this session sent');
        }
        if (error === 'access_denied') throw new OAuthDenied('access denied');
        if (typeof code !== 'string') throw new Error(`no code, but: ${error}`);
        const answer = { code, redirectUri: redirectUri(), codeVerifier: link.verifier };
        return toTokens(await client.authorizationCode.getToken(answer));
      },
    });
  },
  { name: 'oauth', dependencies: ['session'] },
);
