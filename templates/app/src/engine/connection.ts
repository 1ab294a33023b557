import type { Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { messageOf, RunError, UnauthorizedError } from './errors.ts';
import { type Connection, linkFormOf } from './external.ts';
import { fencedFetch } from './fenced-fetch.ts';
import type { Lease } from './lease.ts';
import type { Credentials } from './link-form.ts';
import { observedFetch } from './observe.ts';
import { encryptTokens, type Tokens } from './organization.ts';
import { inTurn, throttledFetch } from './throttle.ts';
import { timedFetch } from './timed-fetch.ts';
import { type CallSpan, traced } from './trace.ts';

/** A token is renewed when it has less than this to live, so that it does not expire on its way. */
const marginMs = 30_000;

/**
 * One organization's access to its account. Refreshes once at a time, and stores what it gets, encrypted; but never
 * over the tokens of another account, or of the same one linked again: a person may do that while a run is under way.
 *
 * @param lease of the organization, where it is held: once that is lost, no call is made any more.
 */
export function connect(
  engine: Engine,
  organization: Organization,
  lease?: Pick<Lease, 'check'>,
): Connection {
  const { database, vault, now } = engine;
  const { id, oauthUid } = organization;
  const form = linkFormOf(engine.external);
  const observed = observedFetch(engine, { side: 'external', tenant: organization.tenant });
  let stored: StoredAccess = organization;
  let refreshing: Promise<string> | undefined;

  const credentials = (): Credentials =>
    stored.credentials === null ? {} : JSON.parse(vault.decrypt(stored.credentials));

  function current(): string | undefined {
    if (form) return stored.credentials === null ? undefined : form.secret(credentials());
    return stored.oauthToken === null ? undefined : vault.decrypt(stored.oauthToken);
  }

  /** @returns what was stored for the account since; undefined where it is the one that we have. */
  async function newerToken(): Promise<string | undefined> {
    const known = current();
    const row = oauthUid && (await database.organization.findUnique({ where: { id, oauthUid } }));
    if (!row) throw new RunError('The account was unlinked, or another one was linked');
    stored = row;
    return current() === known ? undefined : current();
  }

  async function store(tokens: Tokens): Promise<string> {
    const data = encryptTokens(vault, tokens);
    const where = { id, oauthUid, oauthToken: stored.oauthToken };
    const { count } = await database.organization.updateMany({ where, data });
    if (count === 0) return (await newerToken()) ?? store(tokens); // Else it was only encrypted anew.
    stored = { ...stored, ...data };
    return tokens.accessToken;
  }

  async function refresh(): Promise<string> {
    if (form) return (await newerToken()) ?? refusedCredentials(engine);
    const { refreshToken } = stored;
    if (refreshToken === null) throw unauthorized(engine, 'it gave no refresh token');
    try {
      return await store(await inTurn(engine, organization, () => ask(engine, organization, refreshToken)));
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      const newer = await newerToken();
      if (newer === undefined) throw error;
      return newer;
    }
  }

  const refreshOnce = () => {
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };

  return {
    organization,
    get credentials() {
      return credentials();
    },
    fetch: throttledFetch(engine, organization, timedFetch(fencedFetch(observed, lease))),
    async accessToken() {
      const token = current();
      if (token === undefined) throw unauthorized(engine, 'no account is linked');
      const { tokenExpiresAt, refreshToken } = stored;
      const expired = tokenExpiresAt !== null && tokenExpiresAt.getTime() - now().getTime() < marginMs;
      return expired && refreshToken !== null ? refreshOnce() : token;
    },
    async refreshToken(refused) {
      const token = current();
      return refused !== undefined && token !== undefined && token !== refused ? token : refreshOnce();
    },
  };
}

type StoredAccess = Pick<Organization, 'oauthToken' | 'refreshToken' | 'tokenExpiresAt' | 'credentials'>;

async function ask(engine: Engine, { tenant }: Organization, refreshToken: string): Promise<Tokens> {
  const span: CallSpan = { type: 'call', side: 'external', tenant, method: 'POST' };
  try {
    return await traced(engine, span, () => engine.refreshTokens(engine.vault.decrypt(refreshToken)));
  } catch (error) {
    throw isRefusal(error) ? unauthorized(engine, messageOf(error), error) : unanswered(engine, error);
  }
}

/** RFC 6749 §5.2: a refused grant is answered with 400 or 401. Anything else may be better the next time. */
function isRefusal(error: unknown): boolean {
  const status = (error as { httpCode?: unknown } | undefined)?.httpCode;
  return status === 400 || status === 401;
}

/** A key is not renewed: a person has to bring another one. */
function refusedCredentials({ external }: Engine): never {
  throw new UnauthorizedError(`${external.name} no longer accepts what was entered: enter it again`);
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
