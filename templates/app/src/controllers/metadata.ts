import { X509Certificate } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import type { Tenant } from '../engine/index.ts';

/** How this connector is set up for a tenant, as its hub reads it. */
export default async function metadata(app: FastifyInstance) {
  app.get('/maestrano/metadata', { onRequest: app.anyHubAuth }, show);
  app.get('/maestrano/metadata/:tenant', { onRequest: app.hubAuth }, show);
}

/** For the tenant that asks, and never its key (contract/sso.md §10, improvement 7.4). */
async function show(request: FastifyRequest) {
  return describeTenant(request.tenant as Tenant, request.server.connector.config);
}

function describeTenant({ name, api, sso, connec }: Tenant, { appUrl, build }: Config) {
  return {
    environment: name,
    app: { host: appUrl },
    api: {
      id: api.id,
      version: build.commit,
      lang: 'nodejs',
      lang_version: process.versions.node,
      host: api.host,
      base: api.base,
    },
    sso: {
      enabled: true,
      slo_enabled: sso.singleLogout,
      init_path: sso.initPath,
      consume_path: sso.consumePath,
      creation_mode: sso.creationMode,
      idm: appUrl,
      idp: sso.idp,
      name_id_format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      x509_fingerprint: new X509Certificate(sso.certificate).fingerprint.toLowerCase(),
      x509_certificate: sso.certificate,
    },
    connec: { host: connec.host, base_path: connec.basePath },
    webhook: {
      account: {
        groups_path: `/maestrano/account/groups/:id/${name}`,
        group_users_path: `/maestrano/account/groups/:group_id/users/:id/${name}`,
      },
      connec: { notifications_path: `/maestrano/connec/notifications/${name}`, subscriptions: {} },
    },
  };
}
