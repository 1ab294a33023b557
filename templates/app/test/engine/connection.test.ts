import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../src/engine/connection.ts';
import type { Organization } from '../../src/engine/database.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { RunError, UnauthorizedError } from '../../src/engine/errors.ts';
import type { OAuthSettings } from '../../src/engine/external.ts';
import type { LinkForm } from '../../src/engine/link-form.ts';
import type { Tokens } from '../../src/engine/organization.ts';
import { createVault } from '../../src/engine/vault.ts';
import { createTestDatabase } from '../support/database.ts';
import { factories } from '../support/factories.ts';

const vault = createVault([{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }]);
const now = new Date('2026-01-01T12:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  fresh = await createTestDatabase();
});
afterAll(() => fresh.remove());

/** What the application's token endpoint was asked, and what it answers. */
let asked: string[];
let answer: (refreshToken: string) => Promise<Tokens>;
beforeEach(() => {
  asked = [];
  answer = async () => ({
    accessToken: `access ${asked.length}`,
    refreshToken: `refresh ${asked.length}`,
    expiresAt: inSeconds(300),
  });
});

const oauth: OAuthSettings = {
  authorizationEndpoint: '',
  tokenEndpoint: '',
  clientId: '',
  clientSecret: '',
  scopes: [],
};

function engine(linking: OAuthSettings | LinkForm = oauth): Engine {
  return {
    database: fresh.database,
    external: { name: 'Acme', linking },
    vault,
    now: () => now,
    async refreshTokens(refreshToken: string) {
      asked.push(refreshToken);
      return answer(refreshToken);
    },
  } as Partial<Engine> as Engine;
}

async function linked(data: Partial<Organization> = {}): Promise<Organization> {
  return factories(fresh.database).organization({
    oauthToken: vault.encrypt('access 0'),
    refreshToken: vault.encrypt('refresh 0'),
    tokenExpiresAt: inSeconds(300),
    ...(data as object),
  });
}

const stored = ({ id }: Organization) => fresh.database.organization.findUniqueOrThrow({ where: { id } });
const refusal = (httpCode: number) => Object.assign(new Error('the grant was revoked'), { httpCode });

describe('the access token', () => {
  test('is the stored one while it lives', async () => {
    expect(await connect(engine(), await linked()).accessToken()).toBe('access 0');
    expect(asked).toEqual([]);
  });

  test('is the stored one where nobody said when it expires', async () => {
    expect(await connect(engine(), await linked({ tokenExpiresAt: null })).accessToken()).toBe('access 0');
  });

  test('is renewed when it has less than half a minute to live', async () => {
    const soon = await linked({ tokenExpiresAt: inSeconds(29) });
    const later = await linked({ tokenExpiresAt: inSeconds(31) });
    expect(await connect(engine(), soon).accessToken()).toBe('access 1');
    expect(await connect(engine(), later).accessToken()).toBe('access 0');
    expect(asked).toEqual(['refresh 0']);
  });

  test('is sent though it has expired where there is no refresh token: the application decides', async () => {
    const organization = await linked({ tokenExpiresAt: inSeconds(-1), refreshToken: null });
    expect(await connect(engine(), organization).accessToken()).toBe('access 0');
  });

  test('is not there where no account is linked, and the message says so', async () => {
    const connection = connect(engine(), await linked({ oauthToken: null }));
    await expect(connection.accessToken()).rejects.toThrow(UnauthorizedError);
    await expect(connection.accessToken()).rejects.toThrow('no account is linked');
  });
});

describe('a renewal', () => {
  test('happens once for all who ask for it at the same time', async () => {
    const connection = connect(engine(), await linked({ tokenExpiresAt: inSeconds(0) }));
    const tokens = await Promise.all([
      connection.accessToken(),
      connection.refreshToken(),
      connection.accessToken(),
      connection.refreshToken(),
    ]);
    expect(tokens).toEqual(Array(4).fill('access 1'));
    expect(asked).toHaveLength(1);
  });

  test('is stored before it is used, encrypted, with when it expires', async () => {
    const organization = await linked();
    await connect(engine(), organization).refreshToken();
    const { oauthToken, refreshToken, tokenExpiresAt } = await stored(organization);
    expect([oauthToken, refreshToken].map((text) => vault.decrypt(text as string))).toEqual([
      'access 1',
      'refresh 1',
    ]);
    expect(`${oauthToken} ${refreshToken}`).not.toMatch(/access|fresh/);
    expect(tokenExpiresAt).toEqual(inSeconds(300));
  });

  test('is what the connection works with from then on, its new refresh token too', async () => {
    const connection = connect(engine(), await linked());
    await connection.refreshToken();
    expect(await connection.accessToken()).toBe('access 1');
    await connection.refreshToken();
    expect(asked).toEqual(['refresh 0', 'refresh 1']);
  });

  test('is not asked for again by a call that was refused with the token before it', async () => {
    const connection = connect(engine(), await linked());
    const refused = await connection.accessToken();
    expect(await connection.refreshToken(refused)).toBe('access 1');
    expect(await connection.refreshToken(refused)).toBe('access 1');
    expect(asked).toEqual(['refresh 0']);
  });

  test('keeps the refresh token where the application gives no new one (RFC 6749 §6)', async () => {
    answer = async () => ({ accessToken: 'access 1' });
    const organization = await linked();
    const connection = connect(engine(), organization);
    await connection.refreshToken();
    await connection.refreshToken();
    expect(asked).toEqual(['refresh 0', 'refresh 0']);
    expect(await stored(organization)).toMatchObject({ tokenExpiresAt: null });
  });
});

describe('a renewal during which the account changes', () => {
  const change = (organization: Organization, data: Partial<Organization>) =>
    fresh.database.organization.update({ where: { id: organization.id }, data: data as object });

  test.each([
    ['was unlinked', { oauthUid: null, oauthToken: null, refreshToken: null, syncEnabled: false }],
    ['is another one', { oauthUid: 'another', oauthToken: 'theirs', refreshToken: null }],
  ])('is not stored where the account %s, and ends the run only', async (_, data) => {
    const organization = await linked();
    const connection = connect(engine(), organization);
    const works = answer;
    answer = async (...args) => {
      await change(organization, data);
      return works(...args);
    };
    const failed = connection.refreshToken();
    await expect(failed).rejects.toThrow(RunError);
    await expect(failed).rejects.not.toThrow(UnauthorizedError);
    expect(await stored(organization)).toMatchObject(data);
  });

  test('takes what was stored meanwhile for the same account, whether its own was given or refused', async () => {
    for (const outcome of [answer, () => Promise.reject(refusal(400))]) {
      const organization = await linked();
      const connection = connect(engine(), organization);
      const again = { oauthToken: vault.encrypt('linked again'), refreshToken: vault.encrypt('new') };
      answer = async (...args) => {
        await change(organization, again);
        return outcome(...args);
      };
      expect(await connection.refreshToken()).toBe('linked again');
      expect(await connection.accessToken()).toBe('linked again');
      expect(await stored(organization)).toMatchObject(again);
    }
  });

  test('is stored over what was only encrypted anew', async () => {
    const organization = await linked();
    const connection = connect(engine(), organization);
    await change(organization, { oauthToken: vault.encrypt('access 0') });
    expect(await connection.refreshToken()).toBe('access 1');
    const { oauthToken } = await stored(organization);
    expect(vault.decrypt(oauthToken ?? '')).toBe('access 1');
  });
});

describe('a renewal that fails', () => {
  test.each([400, 401])(
    'with %i is a lost access: the message says what a person has to do',
    async (status) => {
      const cause = refusal(status);
      answer = () => Promise.reject(cause);
      const failed = connect(engine(), await linked()).refreshToken();
      await expect(failed).rejects.toThrow(UnauthorizedError);
      await expect(failed).rejects.toMatchObject({
        message: 'Acme no longer gives access (the grant was revoked): unlink the account and link it again',
        cause,
      });
    },
  );

  test.each([new TypeError('fetch failed'), refusal(503), refusal(429)])(
    'otherwise (%s) ends this run only: the account need not be linked again',
    async (cause) => {
      answer = () => Promise.reject(cause);
      const failed = connect(engine(), await linked()).refreshToken();
      await expect(failed).rejects.toThrow(RunError);
      await expect(failed).rejects.not.toThrow(UnauthorizedError);
      await expect(failed).rejects.toThrow('Acme did not renew its access');
    },
  );

  test('leaves the stored tokens as they were, and may be tried again', async () => {
    const organization = await linked();
    const connection = connect(engine(), organization);
    const works = answer;
    answer = () => Promise.reject(refusal(503));
    await expect(connection.refreshToken()).rejects.toThrow();
    expect(await stored(organization)).toMatchObject({ oauthToken: organization.oauthToken });
    answer = works;
    expect(await connection.refreshToken()).toBe('access 2');
  });

  test('because there is no refresh token is a lost access', async () => {
    const connection = connect(engine(), await linked({ refreshToken: null }));
    await expect(connection.refreshToken()).rejects.toThrow(
      'Acme no longer gives access (it gave no refresh token): unlink the account and link it again',
    );
    expect(asked).toEqual([]);
  });
});

describe('an account that was linked by a form', () => {
  const form: LinkForm = {
    fields: [
      { name: 'site', label: 'Site', kind: 'text' },
      { name: 'apiKey', label: 'API key', kind: 'password' },
    ],
    secret: ({ apiKey = '' }) => apiKey,
  };
  const encrypted = (credentials: object) => vault.encrypt(JSON.stringify(credentials));
  const byForm = (apiKey: string) =>
    linked({ oauthToken: null, refreshToken: null, credentials: encrypted({ site: 'fern', apiKey }) });

  test('gives what was entered, and what the form makes of it to send', async () => {
    const connection = connect(engine(form), await byForm('key 1'));
    expect(connection.credentials).toEqual({ site: 'fern', apiKey: 'key 1' });
    expect(await connection.accessToken()).toBe('key 1');
  });

  test('asks a person to enter it again when the application refuses it', async () => {
    const connection = connect(engine(form), await byForm('key 1'));
    const error = await connection.refreshToken('key 1').catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UnauthorizedError);
    expect(error).toMatchObject({ message: 'Acme no longer accepts what was entered: enter it again' });
    expect(asked).toEqual([]);
  });

  test('goes on with what was entered anew while a run was under way', async () => {
    const organization = await byForm('key 1');
    const connection = connect(engine(form), organization);
    const credentials = encrypted({ site: 'oak', apiKey: 'key 2' });
    await fresh.database.organization.update({ where: { id: organization.id }, data: { credentials } });
    expect(await connection.refreshToken('key 1')).toBe('key 2');
    expect(await connection.accessToken()).toBe('key 2');
    expect(connection.credentials.site).toBe('oak');
  });

  test('has none where it was linked by OAuth', async () => {
    expect(connect(engine(), await linked()).credentials).toEqual({});
  });
});
