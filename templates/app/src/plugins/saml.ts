import fp from 'fastify-plugin';
import type { Tenant } from '../engine/index.ts';
import { checkAssertion, type UsedAssertion } from '../sso/assertion.ts';
import { type Identity, readIdentity } from '../sso/identity.ts';
import { checkResponse } from '../sso/response.ts';
import { createSaml, newRequestId } from '../sso/saml.ts';
import { recallRequest, rememberRequest, type SentRequest } from '../sso/sent-request.ts';
import { ownCookie } from './cookies.ts';

declare module 'fastify' {
  interface FastifyInstance {
    saml: {
      /** The hub's address to send the browser to. What must be known when it comes back is kept in a cookie. */
      begin(request: FastifyRequest, reply: FastifyReply, tenant: Tenant, settings: boolean): Promise<string>;
      /** @throws {Error} with the reason why the hub's answer is not believed. */
      finish(request: FastifyRequest, reply: FastifyReply, tenant: Tenant): Promise<SignOn>;
    };
  }
}

export interface SignOn {
  identity: Identity;
  /** They asked for the settings page, not for the application (contract 251). */
  settings: boolean;
}

/**
 * SAML 2.0 sign-on. An answer passes four gates: sso/response.ts looks at the document; node-saml checks the
 * signature (with the tenant's certificate alone), times, audience and InResponseTo; sso/assertion.ts checks what it
 * leaves open; and an assertion opens one session only.
 */
export default fp(
  async (app) => {
    const { config, database } = app.connector;
    const cookie = ownCookie(config, 'connector_sign_on');

    app.decorate('saml', {
      async begin(request, reply, tenant, settings) {
        const sent: SentRequest = {
          id: newRequestId(),
          tenant: tenant.name,
          at: new Date().toISOString(),
          settings,
        };
        rememberRequest(reply, cookie, sent);
        const { group_id } = request.query as { group_id?: unknown };
        const additionalParams: Record<string, string> = typeof group_id === 'string' ? { group_id } : {};
        return createSaml(tenant, config.appUrl, sent).getAuthorizeUrlAsync('', undefined, {
          additionalParams,
        });
      },

      async finish(request, reply, tenant) {
        const sent = recallRequest(request, cookie);
        reply.clearCookie(cookie.name, cookie.options);
        if (sent?.tenant !== tenant.name) throw new Error('this browser did not ask to sign in');

        const { SAMLResponse } = request.body as { SAMLResponse: string };
        const xml = Buffer.from(SAMLResponse, 'base64').toString('utf8');
        const acs = config.appUrl + tenant.sso.consumePath;
        await checkResponse(xml, acs, tenant.sso.allowSha1);
        const saml = createSaml(tenant, config.appUrl, sent);
        const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
        if (!profile) throw new Error('the hub did not say who signs in');
        const assertion = checkAssertion(profile, acs, sent.id);
        const identity = readIdentity(profile, tenant);
        await useOnce(tenant.name, assertion);
        return { identity, settings: sent.settings };
      },
    });

    /** Two answers at once: the key of the row lets one of them in. */
    async function useOnce(tenant: string, { id, expiresAt }: UsedAssertion) {
      await database.usedAssertion.create({ data: { tenant, assertionId: id, expiresAt } }).catch((error) => {
        throw error.code === 'P2002' ? new Error('the assertion has been used before') : error;
      });
    }
  },
  { name: 'saml', dependencies: ['session'] },
);
