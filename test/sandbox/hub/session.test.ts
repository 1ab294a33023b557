import { describe, expect, test } from 'vitest';
import { hubForTest } from '../support/hub.ts';
import { attributesIn, readPage, serviceProvider, signIn } from '../support/sign-in.ts';

describe('the session (sso §5)', () => {
  async function signedIn() {
    const hub = await hubForTest();
    const saml = serviceProvider(hub);
    const page = await signIn(hub, saml, 'usr-ada', 'cld-fern');
    const { mno_session: token = '' } = await attributesIn(saml, page);
    const check = async (user: string, session = token) => {
      const response = await fetch(`${hub.url}/api/v1/auth/saml/${user}?session=${session}`);
      expect(response.status).toBe(200);
      return (await response.json()) as { valid: boolean; recheck: string };
    };
    return { hub, check };
  }

  test('is valid for its person, by real or virtual uid or virtual e-mail', async () => {
    const { check } = await signedIn();
    for (const user of ['usr-ada', 'usr-ada.cld-fern', 'usr-ada.cld-fern@mail.sandbox.example'])
      expect(await check(user)).toMatchObject({ valid: true, recheck: expect.stringMatching(/^\d{4}-/) });
  });

  test('is not valid for anybody else, nor with another token: a 200 that says so', async () => {
    const { check } = await signedIn();
    expect(await check('usr-max')).toMatchObject({ valid: false });
    expect(await check('usr-ada', 'guess')).toMatchObject({ valid: false });
  });

  test('ends with /app_logout', async () => {
    const { hub, check } = await signedIn();
    const page = await readPage(await fetch(`${hub.url}/app_logout?user_uid=usr-ada`));
    expect(page.text).toContain('You are signed out');
    expect(await check('usr-ada')).toMatchObject({ valid: false });
  });

  test('/app_access_unauthorized says why (sso §1)', async () => {
    const hub = await hubForTest();
    const page = await readPage(await fetch(`${hub.url}/app_access_unauthorized?err=internal`));
    expect(page).toMatchObject({
      status: 403,
      text: expect.stringContaining('could not accept the sign-in'),
    });
  });
});
