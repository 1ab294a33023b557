import { inflateRawSync } from 'node:zlib';
import { DOMParser } from '@xmldom/xmldom';
import { invalid } from '../hub-error.ts';

/** What an application asks the identity provider (sso §2). */
export interface AuthnRequest {
  id: string;
  /** The application's id. */
  issuer: string;
  /** Where the answer goes. */
  consumeUrl: string;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const MAX_LENGTH = 64 * 1024;

/**
 * Reads the `SAMLRequest` parameter of the redirect binding: base64, line breaks tolerated, of raw deflate.
 *
 * @throws {HubError} 400 that says what is wrong with it.
 */
export function readAuthnRequest(parameter: string): AuthnRequest {
  const root = parse(inflate(parameter)).documentElement;
  if (root?.namespaceURI !== PROTOCOL || root.localName !== 'AuthnRequest')
    throw invalid('SAMLRequest is not a samlp:AuthnRequest');
  const issuer = root.getElementsByTagNameNS(ASSERTION, 'Issuer').item(0)?.textContent?.trim();
  const request = {
    id: root.getAttribute('ID') ?? '',
    issuer: issuer ?? '',
    consumeUrl: root.getAttribute('AssertionConsumerServiceURL') ?? '',
  };
  for (const [name, value] of Object.entries(request))
    if (!value) throw invalid(`SAMLRequest has no ${name}`);
  if (!/^https?:\/\//.test(request.consumeUrl))
    throw invalid('AssertionConsumerServiceURL must be an http address');
  return request;
}

function inflate(parameter: string): string {
  try {
    const bytes = Buffer.from(parameter.replace(/\s/g, ''), 'base64');
    return inflateRawSync(bytes, { maxOutputLength: MAX_LENGTH }).toString('utf8');
  } catch (cause) {
    throw Object.assign(invalid('SAMLRequest is not base64 of raw deflate'), { cause });
  }
}

function parse(xml: string) {
  try {
    const parser = new DOMParser({
      onError: (_level, message) => {
        throw new Error(message);
      },
    });
    return parser.parseFromString(xml, 'text/xml');
  } catch (cause) {
    throw Object.assign(invalid('SAMLRequest is not well-formed XML'), { cause });
  }
}
