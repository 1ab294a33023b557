import type { Acme } from './acme/acme.ts';
import type { Hub } from './hub/hub.ts';

/** The variables that make a connector use this hub and this Acme. */
export function sandboxEnvironment(hub: Hub, acme: Acme): Record<string, string> {
  return {
    MNO_DEVPL_HOST: hub.url,
    MNO_DEVPL_API_PATH: '/api/config/v1/marketplaces',
    MNO_DEVPL_ENV_NAME: hub.platform.name,
    MNO_DEVPL_ENV_KEY: hub.platform.key,
    MNO_DEVPL_ENV_SECRET: hub.platform.secret,
    EXTERNAL_URL: acme.url,
    EXTERNAL_CLIENT_ID: acme.clientId,
    EXTERNAL_CLIENT_SECRET: acme.clientSecret,
  };
}
