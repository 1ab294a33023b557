import type { Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { messageOf, RunError, UnauthorizedError } from './errors.ts';
import type { Connection } from './external.ts';
import { observedFetch } from './observe.ts';
import { encryptTokens } from './organization.ts';

/** A token is renewed when it has less than this to live, so that it does not expire on its way. */
const marginMs = 30_000;

/** One organization's access to its account. Refreshes once at a time, and stores what it gets, encrypted. */
export function connect(engine: Engine, organization: Organization): Connection {
  const { vault, now } = engine;
  let { oauthToken, refreshToken, tokenExpiresAt } = organization;
  let refreshing: Promise<string> | undefined;

  async function refresh(): Promise<string> {
    if (refreshToken === null) throw unauthorized(engine, 'it gave no refresh token');
    const tokens = await engine.refreshTokens(vault.decrypt(refreshToken)).catch((error: unknown) => {
      throw isRefusal(error) ? unauthorized(engine, messageOf(error), error) : unanswered(engine, error);
    });
    const data = encryptTokens(vault, tokens);
    await engine.database.organization.update({ where: { id: organization.id }, data });
    oauthToken = data.oauthToken;
    refreshToken = data.refreshToken ?? refreshToken;
    tokenExpiresAt = data.tokenExpiresAt;
    return tokens.accessToken;
  }

  const refreshOnce = () => {
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };

  return {
    organization,
    fetch: observedFetch(engine, { side: 'external', tenant: organization.tenant }),
    async accessToken() {
      if (oauthToken === null) throw unauthorized(engine, 'no account is linked');
      const expired = tokenExpiresAt !== null && tokenExpiresAt.getTime() - now().getTime() < marginMs;
      return expired && refreshToken !== null ? refreshOnce() : vault.decrypt(oauthToken);
    },
    async refreshToken(refused) {
      const current = oauthToken === null ? undefined : vault.decrypt(oauthToken);
      return refused !== undefined && current !== undefined && current !== refused ? current : refreshOnce();
    },
  };
}

/** RFC 6749 §5.2: a refused grant is answered with 400 or 401. Anything else may be better the next time. */
function isRefusal(error: unknown): boolean {
  const status = (error as { httpCode?: unknown } | undefined)?.httpCode;
  return status === 400 || status === 401;
}

function unanswered({ external }: Engine, cause: unknown): RunError {
  return new RunError(
    `${external.name} did not renew its access (${messageOf(cause)}): the next synchronization asks again`,
    { cause },
  );
}

function unauthorized(engine: Engine, reason: string, cause?: unknown): UnauthorizedError {
  const { name } = engine.external;
  return new UnauthorizedError(
    `${name} no longer gives access (${reason}): unlink the account and link it again`,
    { cause },
  );
}
