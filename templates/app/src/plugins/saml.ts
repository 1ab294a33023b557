import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Tenant } from '../engine/index.ts';
import { checkAssertion, type UsedAssertion } from '../sso/assertion.ts';
import { type Identity, readIdentity } from '../sso/identity.ts';
import { checkResponse } from '../sso/response.ts';
import { createSaml, newRequestId } from '../sso/saml.ts';
import { type OwnCookie, ownCookie } from './cookies.ts';

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
        remember(reply, cookie, sent);
        const { group_id } = request.query as { group_id?: unknown };
        const additionalParams: Record<string, string> = typeof group_id === 'string' ? { group_id } : {};
        return createSaml(tenant, config.appUrl, sent).getAuthorizeUrlAsync('', undefined, {
          additionalParams,
        });
      },

      async finish(request, reply, tenant) {
        const sent = recall(request, cookie);
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

interface SentRequest {
  id: string;
  tenant: string;
  at: string;
  settings: boolean;
}

/**
 * The hub's answer is a POST from another site: browsers keep the session's cookie (SameSite=Lax) from it. So the
 * request has a signed cookie of its own, which lives for ten minutes and says nothing but which answer to expect.
 */
function remember(reply: FastifyReply, { name, signer, options }: OwnCookie, sent: SentRequest) {
  reply.setCookie(name, signer.sign(JSON.stringify(sent)), {
    ...options,
    maxAge: 600,
    sameSite: options.secure ? 'none' : 'lax',
  });
}

function recall(request: FastifyRequest, { name, signer }: OwnCookie): SentRequest | undefined {
  const { valid, value } = signer.unsign(request.cookies[name] ?? '');
  return valid ? (JSON.parse(value) as SentRequest) : undefined;
}
