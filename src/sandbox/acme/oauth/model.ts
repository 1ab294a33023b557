import { randomUUID } from 'node:crypto';
import type OAuth2Server from '@node-oauth/oauth2-server';
import { sameSecret } from '../../secrets.ts';
import { dropExpired, type Grants, type TokenGrant } from './grants.ts';

export interface ClientSettings {
  id: string;
  secret: string;
  tokenSeconds: number;
  refreshSeconds: number;
}

type Model = OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel;

/** What the OAuth 2 server library asks of us: where codes and tokens are kept, and how long they are good. */
export function createModel(grants: Grants, settings: ClientSettings, now: () => Date): Model {
  const client = clientOf(settings);
  const alive = <Grant extends { expiresAt: number }>(grant: Grant | undefined) =>
    grant && grant.expiresAt > now().getTime() ? grant : undefined;
  const inSeconds = (seconds: number) => now().getTime() + seconds * 1000;

  return {
    async getClient(id, secret) {
      if (id !== settings.id) return false;
      // The library passes null where no secret is due: on the consent page.
      return secret === null || sameSecret(secret ?? '', settings.secret) ? client : false;
    },
    async validateRedirectUri(uri) {
      return isAllowedRedirect(uri);
    },
    async saveAuthorizationCode(code, _client, user) {
      grants.codes.set(code.authorizationCode, {
        workspace: user.workspace,
        redirectUri: code.redirectUri,
        expiresAt: inSeconds(60),
        scope: code.scope,
        codeChallenge: code.codeChallenge,
        codeChallengeMethod: code.codeChallengeMethod,
      });
      return { ...code, client, user };
    },
    async getAuthorizationCode(authorizationCode) {
      const grant = alive(grants.codes.get(authorizationCode));
      if (!grant) return false;
      const { workspace, expiresAt: _, ...rest } = grant;
      return { authorizationCode, ...defined(rest), expiresAt: later(), client, user: { workspace } };
    },
    async revokeAuthorizationCode({ authorizationCode }) {
      return grants.codes.delete(authorizationCode);
    },
    async saveToken(token, _client, user) {
      dropExpired(grants, now().getTime());
      const grant = { workspace: user.workspace, scope: token.scope, family: user.family ?? randomUUID() };
      grants.access.set(token.accessToken, { ...grant, expiresAt: inSeconds(settings.tokenSeconds) });
      if (token.refreshToken)
        grants.refresh.set(token.refreshToken, { ...grant, expiresAt: inSeconds(settings.refreshSeconds) });
      return { ...token, client, user };
    },
    async getAccessToken(accessToken) {
      const grant = alive(grants.access.get(accessToken));
      return grant ? { accessToken, accessTokenExpiresAt: later(), client, ...ownerOf(grant) } : false;
    },
    async getRefreshToken(refreshToken) {
      const grant = alive(grants.refresh.get(refreshToken));
      return grant ? { refreshToken, refreshTokenExpiresAt: later(), client, ...ownerOf(grant) } : false;
    },
    async revokeToken({ refreshToken }) {
      return grants.refresh.delete(refreshToken);
    },
  };
}

/** Back to this machine, or to an address that is encrypted. */
function isAllowedRedirect(uri: string): boolean {
  const { protocol, hostname } = new URL(uri);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLocal);
}

const clientOf = ({ id }: ClientSettings): OAuth2Server.Client => ({
  id,
  grants: ['authorization_code', 'refresh_token'],
  redirectUris: ['http://127.0.0.1'],
});

const ownerOf = ({ workspace, family, scope }: TokenGrant) => ({
  user: { workspace, family },
  ...defined({ scope }),
});

/** The library has its own clock; ours has decided already. */
const later = () => new Date(Date.now() + 60_000);

/** Without the fields that are undefined, which the library takes for values. */
function defined<Fields extends object>(fields: Fields): { [Key in keyof Fields]: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
