import { randomUUID } from 'node:crypto';
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import type { Tenant } from '../engine/index.ts';
import { acceptedSkewMs } from './assertion.ts';

/** XML ids must not start with a digit. */
export const newRequestId = () => `_${randomUUID()}`;

/**
 * node-saml for one request and its answer. The request's id is not kept in this process: the browser brings it
 * back (plugins/saml.ts), so that any process of the connector can take the answer.
 *
 * @param appUrl the connector's public address; its origin is the audience the hub writes (contract/sso.md §3).
 */
export function createSaml(tenant: Tenant, appUrl: string, sent: { id: string; at: string }): SAML {
  return new SAML({
    issuer: tenant.api.id,
    entryPoint: new URL(`${tenant.api.base.replace(/\/*$/, '/')}auth/saml`, tenant.sso.idp).href,
    callbackUrl: appUrl + tenant.sso.consumePath,
    idpCert: tenant.sso.certificate,
    audience: `${new URL(appUrl).origin}/`,
    identifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    disableRequestedAuthnContext: true,
    // The hub signs the assertion, not the response around it.
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: acceptedSkewMs,
    requestIdExpirationPeriodMs: 600_000,
    validateInResponseTo: ValidateInResponseTo.always,
    generateUniqueId: () => sent.id,
    cacheProvider: {
      saveAsync: async () => null,
      getAsync: async (id) => (id === sent.id ? sent.at : null),
      removeAsync: async (id) => id,
    },
  });
}
