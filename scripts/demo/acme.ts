import { createHash, randomBytes } from 'node:crypto';
import { createBrowser } from '../../templates/app/test/support/browser.ts';
import type { Json } from './record.ts';

/** Acme as a second application sees it: with a token of its own, not the connector's. */
export interface AcmeReader {
  list(collection: string): Promise<Json[]>;
  write(collection: string, id: unknown, fields: Json): Promise<Json>;
}

const CLIENT = { client_id: 'acme-client', client_secret: 'acme-secret' };
const REDIRECT = 'http://127.0.0.1/demo';

/** Asks Acme for access to the workspace "Acme North", as any application does: consent page, code, token. */
export async function openAcme(acme: string): Promise<AcmeReader> {
  const token = await obtainToken(acme);
  const call = async (method: string, path: string, body?: Json): Promise<Json> => {
    const response = await fetch(`${acme}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Json;
  };
  return {
    async list(collection) {
      const records: Json[] = [];
      for (let page: unknown = 1; page; ) {
        const answer = await call('GET', `${collection}?page=${page}`);
        records.push(...(answer[collection] as Json[]));
        page = answer.next_page;
      }
      return records;
    },
    write: (collection, id, fields) => call('PUT', `${collection}/${id}`, fields),
  };
}

async function obtainToken(acme: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const code = await obtainCode(acme, createHash('sha256').update(verifier).digest('base64url'));
  const response = await fetch(`${acme}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...CLIENT,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT,
      code_verifier: verifier,
      code,
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`Acme gave no token to the demo: it answered ${response.status}`);
  return token;
}

/** The redirect that carries the code is read, not followed: nobody listens there. */
async function obtainCode(acme: string, challenge: string): Promise<string> {
  const query = {
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT,
    response_type: 'code',
    state: randomBytes(16).toString('hex'),
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  const { headers } = await createBrowser(acme).post('/oauth/authorize', {
    ...query,
    workspace: 'north',
    allowed: 'true',
  });
  const code = new URL(headers.get('location') ?? '', acme).searchParams.get('code');
  if (!code) throw new Error('Acme gave no code to the demo');
  return code;
}
