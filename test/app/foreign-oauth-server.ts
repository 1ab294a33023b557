import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { OAuthSettings } from '../../templates/app/src/engine/index.ts';

/** An OAuth server that nobody here wrote, with its own pages for signing in and consenting. */
export interface ForeignServer {
  url: string;
  oauth: OAuthSettings;
  /** From now on people may be sent back to this address, and to no other one. */
  allow(redirectUri: string): void;
  close(): Promise<void>;
}

/** It knows one client, and nothing is answered until it is told where that may send people back to. */
export async function startForeignServer(): Promise<ForeignServer> {
  let provider: Provider | undefined;
  const server = createServer((request, response) => provider?.callback()(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { client_id: 'connector', client_secret: 'a secret of the connector' };
  return {
    url,
    oauth: {
      authorizationEndpoint: `${url}/auth`,
      tokenEndpoint: `${url}/token`,
      clientId: client.client_id,
      clientSecret: client.client_secret,
      scopes: ['openid', 'offline_access'],
    },
    allow(redirectUri) {
      provider = new Provider(url, configuration({ ...client, redirectUri }));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const configuration = ({ redirectUri, ...client }: Record<string, string>) => ({
  clients: [
    {
      ...client,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  ],
  pkce: { required: () => true },
  features: { revocation: { enabled: true, allowedPolicy: () => true } },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  findAccount: (_context: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  // What is renewed half a minute before it expires is always renewed.
  ttl: {
    AccessToken: 20,
    AuthorizationCode: 60,
    RefreshToken: 3600,
    Grant: 3600,
    Interaction: 60,
    Session: 60,
    IdToken: 60,
  },
  cookies: { keys: ['only for tests'] },
});
