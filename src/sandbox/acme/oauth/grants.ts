/** What a person allowed, until the application fetches its tokens. Instants are in milliseconds. */
export interface CodeGrant {
  workspace: string;
  redirectUri: string;
  expiresAt: number;
  scope: string[] | undefined;
  codeChallenge: string | undefined;
  codeChallengeMethod: string | undefined;
}

/** A token, and the workspace it opens. `family` is shared by all tokens that descend from one consent. */
export interface TokenGrant {
  workspace: string;
  expiresAt: number;
  scope: string[] | undefined;
  family: string;
}

/** All codes and tokens that are good, by their text. */
export interface Grants {
  codes: Map<string, CodeGrant>;
  access: Map<string, TokenGrant>;
  refresh: Map<string, TokenGrant>;
}

export const emptyGrants = (): Grants => ({ codes: new Map(), access: new Map(), refresh: new Map() });

/** Forgets a token of either kind, and with a refresh token the access tokens of its family. */
export function revoke(grants: Grants, token: string): void {
  const refresh = grants.refresh.get(token);
  grants.refresh.delete(token);
  grants.access.delete(token);
  if (!refresh) return;
  for (const [text, grant] of grants.access) if (grant.family === refresh.family) grants.access.delete(text);
}

/** Forgets what has expired, so that a sandbox may run for weeks. */
export function dropExpired(grants: Grants, now: number): void {
  for (const kind of [grants.codes, grants.access, grants.refresh])
    for (const [text, grant] of kind) if (grant.expiresAt <= now) kind.delete(text);
}
