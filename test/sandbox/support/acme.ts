import { generateCodeVerifier, OAuth2Client } from '@badgateway/oauth2-client';
import { onTestFinished } from 'vitest';
import { type Acme, type AcmeOptions, startAcme } from '../../../src/sandbox/index.ts';
import type { Answer } from './hub.ts';
import { postForm, readPage } from './sign-in.ts';

export const REDIRECT_URI = 'http://127.0.0.1:3000/auth/external/callback';

/** An Acme of its own for one test, empty unless asked otherwise. */
export async function acmeForTest(options: AcmeOptions = {}): Promise<Acme> {
  const acme = await startAcme({ seed: false, ...options });
  onTestFinished(() => acme.close());
  return acme;
}

/** An OAuth 2 client as a connector has one. */
export function clientOf(acme: Acme, clientSecret = acme.clientSecret): OAuth2Client {
  return new OAuth2Client({
    server: acme.url,
    clientId: acme.clientId,
    clientSecret,
    authorizationEndpoint: '/oauth/authorize',
    tokenEndpoint: '/oauth/token',
    revocationEndpoint: '/oauth/revoke',
    authenticationMethod: 'client_secret_post',
  });
}

/** Goes to the consent page, answers it, and gives the address one is sent back to. */
export async function consent(
  acme: Acme,
  client: OAuth2Client,
  answers: Record<string, string>,
  codeVerifier: string,
) {
  const url = await client.authorizationCode.getAuthorizeUri({
    redirectUri: REDIRECT_URI,
    state: 's-1',
    codeVerifier,
  });
  const page = await readPage(await fetch(url));
  const { workspace: _, ...carried } = page.forms[0]?.fields ?? {};
  const response = await postForm(`${acme.url}/oauth/authorize`, { ...carried, ...answers });
  return response.headers.get('location') ?? '';
}

/** Links a workspace: the tokens. */
export async function link(acme: Acme, workspace = 'north') {
  const client = clientOf(acme);
  const codeVerifier = await generateCodeVerifier();
  const back = await consent(acme, client, { workspace, allowed: 'true' }, codeVerifier);
  return client.authorizationCode.getTokenFromCodeRedirect(back, {
    redirectUri: REDIRECT_URI,
    state: 's-1',
    codeVerifier,
  });
}

/** Calls Acme's API with an access token of the workspace. */
export async function callerOf(acme: Acme, workspace = 'north') {
  const { accessToken } = await link(acme, workspace);
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(acme.url + path, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  };
}
