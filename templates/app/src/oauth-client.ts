import { OAuth2Client, type OAuth2Token } from '@badgateway/oauth2-client';
import type { OAuthSettings, Tokens } from './engine/index.ts';

/** Speaks OAuth 2 with the external application (RFC 6749): linking an account, and renewing its tokens. */
export function createOAuthClient({ scopes: _scopes, ...settings }: OAuthSettings): OAuth2Client {
  return new OAuth2Client({ ...settings, fetch: fetchWithTimeout });
}

/** @throws {Error} when the application refuses the refresh token. */
export async function refreshTokens(settings: OAuthSettings, refreshToken: string): Promise<Tokens> {
  const token = { accessToken: '', refreshToken, expiresAt: null };
  return toTokens(await createOAuthClient(settings).refreshToken(token));
}

export function toTokens(token: OAuth2Token): Tokens {
  return {
    accessToken: token.accessToken,
    refreshToken: token.refreshToken ?? undefined,
    expiresAt: token.expiresAt ? new Date(token.expiresAt) : undefined,
  };
}

const fetchWithTimeout: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: AbortSignal.timeout(15_000) });
