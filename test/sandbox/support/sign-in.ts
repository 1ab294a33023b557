import { SAML, type SamlConfig } from '@node-saml/node-saml';
import { DOMParser } from '@xmldom/xmldom';
import type { Hub } from '../../../src/sandbox/index.ts';

export const CONNECTOR = 'http://127.0.0.1:3000';
export const CONSUME_URL = `${CONNECTOR}/maestrano/auth/saml/consume/sandbox`;

/** A service provider as a connector has one: strict, pinned to the hub's certificate. */
export function serviceProvider(hub: Hub, options: Partial<SamlConfig> = {}): SAML {
  return new SAML({
    issuer: hub.apiId,
    callbackUrl: CONSUME_URL,
    entryPoint: `${hub.url}/api/v1/auth/saml`,
    idpCert: hub.certificate,
    audience: `${CONNECTOR}/`,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    identifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    ...options,
  });
}

/** A page, and its forms: where they go and what they carry. */
export interface Page {
  status: number;
  text: string;
  forms: { action: string; fields: Record<string, string>; button: string }[];
}

export async function readPage(response: Response): Promise<Page> {
  const text = await response.text();
  const document = new DOMParser({ onError: () => {} }).parseFromString(text, 'text/html');
  const forms = [...document.getElementsByTagName('form')].map((form) => ({
    action: form.getAttribute('action') ?? '',
    fields: Object.fromEntries(
      [...form.getElementsByTagName('input')].map((input) => [
        input.getAttribute('name') ?? '',
        input.getAttribute('value') ?? '',
      ]),
    ),
    button: form.getElementsByTagName('button').item(0)?.textContent ?? '',
  }));
  return { status: response.status, text, forms };
}

export function postForm(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

/** Goes to the hub as the connector sends a person there, and chooses who to be. Gives the page that follows. */
export async function signIn(hub: Hub, saml: SAML, user: string, group: string): Promise<Page> {
  const url = await saml.getAuthorizeUrlAsync('', undefined, { additionalParams: { group_id: group } });
  const login = await readPage(await fetch(url));
  const form = login.forms.find(({ fields }) => fields.user === user && fields.group_id === group);
  if (!form) throw new Error(`no button for ${user} and ${group}: ${login.text}`);
  return readPage(await postForm(hub.url + form.action, form.fields));
}

/** What the answer on that page says of the person, once the service provider has accepted it. */
export async function attributesIn(saml: SAML, page: Page): Promise<Record<string, string>> {
  const { profile } = await saml.validatePostResponseAsync(page.forms[0]?.fields ?? {});
  return (profile?.attributes ?? {}) as Record<string, string>;
}
