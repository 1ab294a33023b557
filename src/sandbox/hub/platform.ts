import { X509Certificate } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { basicCredentials, sameSecret } from '../secrets.ts';
import type { App } from './world.ts';

/** The developer platform's credentials (`MNO_DEVPL_ENV_NAME`, `_KEY`, `_SECRET`). */
export interface Platform {
  name: string;
  key: string;
  secret: string;
}

/** `GET /api/config/v1/marketplaces`: how a connector learns of this hub (sso §8). */
export function platformRoutes(server: FastifyInstance, platform: Platform, marketplace: () => object): void {
  server.get('/api/config/v1/marketplaces', async (request, reply) => {
    const given = basicCredentials(request.headers.authorization);
    if (!given || given.name !== platform.key || !sameSecret(given.secret, platform.secret))
      return reply.code(401).send({ error: 'The environment key or secret is wrong' });
    return { marketplaces: [marketplace()] };
  });
}

export type Marketplace = ReturnType<typeof describeMarketplace>;

/** This hub as the developer platform describes it to `app`; `tenant` names it in the connector's addresses. */
export function describeMarketplace(
  url: string,
  tenant: string,
  platform: Platform,
  app: App,
  certificate: string,
) {
  const host = app.host ?? '';
  const synchronizations = `/maestrano/${tenant}/synchronizations`;
  return {
    nid: `${platform.name}-${tenant}`,
    marketplace: tenant,
    environment: platform.name,
    app: {
      host,
      synchronization_start_path: synchronizations,
      synchronization_toggle_path: `${synchronizations}/toggle_sync`,
      synchronization_status_path: `${synchronizations}/:cld-uid`,
    },
    api: { id: app.id, key: app.key, host: url, base: '/api/v1/' },
    sso: {
      idm: host,
      init_path: `/maestrano/auth/saml/init/${tenant}`,
      consume_path: `/maestrano/auth/saml/consume/${tenant}`,
      idp: url,
      x509_fingerprint: new X509Certificate(certificate).fingerprint.toLowerCase(),
      x509_certificate: certificate,
    },
    connec: {
      host: url,
      base_path: '/api/v2',
      timeout: 60,
      record_page: `${url}/records/{group}/{resource}/{id}`,
    },
    webhooks: {
      account: {
        group_path: `/maestrano/account/groups/:id/${tenant}`,
        group_user_path: `/maestrano/account/groups/:group_id/users/:id/${tenant}`,
      },
      connec: {
        external_ids: true,
        initialization_path: null,
        notification_path: `/maestrano/connec/notifications/${tenant}`,
      },
    },
  };
}
