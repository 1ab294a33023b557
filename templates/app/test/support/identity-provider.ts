import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { signXml } from '@node-saml/node-saml/lib/xml.js';

/** A hub's identity provider that says whatever a test wants said, and signs it with a key of its own. */
export interface IdentityProvider {
  /** What a tenant trusts it by: PEM. */
  certificate: string;
  /** A SAML response in XML. What `parts` leaves out is as an honest hub writes it (contract/sso.md §3). */
  answer(request: AuthnRequest, parts?: Partial<Answer>): string;
}

export interface AuthnRequest {
  id: string;
  /** Where the answer goes. */
  acs: string;
}

export interface Answer {
  /** null: the attribute is not there. */
  destination: string | null;
  inResponseTo: string | null;
  status: string;
  confirmation: { inResponseTo: string | null; recipient: string | null; notOnOrAfter: string };
  conditions: { notBefore: string; notOnOrAfter: string; audience: string };
  nameId: string;
  attributes: Record<string, string>;
  signed: 'assertion' | 'response' | 'both' | 'nothing';
  hash: 'sha256' | 'sha1';
}

export function createIdentityProvider(keys = newKeys()): IdentityProvider {
  return {
    certificate: keys.publicKey,
    answer(request, parts = {}) {
      const answer = { ...honestAnswer(request), ...parts };
      return toSign[answer.signed].reduce((xml, element) => sign(xml, element, answer), responseXml(answer));
    },
  };

  function sign(xml: string, element: string, { hash }: Answer): string {
    const options = { privateKey: keys.privateKey, signatureAlgorithm: hash, digestAlgorithm: hash };
    return signXml(
      xml,
      element,
      { reference: `${element}/*[local-name(.)='Issuer']`, action: 'after' },
      options,
    );
  }
}

const newKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** What the connector asks, from the address that it sends the browser to. */
export function readAuthnRequest(location: string): AuthnRequest {
  const parameter = new URL(location).searchParams.get('SAMLRequest') ?? '';
  const xml = inflateRawSync(Buffer.from(parameter, 'base64')).toString('utf8');
  const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1] ?? '';
  return { id: attribute('ID'), acs: attribute('AssertionConsumerServiceURL') };
}

/** From now. */
export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

export const ada = {
  uid: 'usr-ada',
  virtual_uid: 'usr-ada.cld-fern',
  email: 'ada@fern.example',
  virtual_email: 'usr-ada.cld-fern@mail.example',
  name: 'Ada',
  surname: 'Arkwright',
  group_uid: 'cld-fern',
  group_name: 'Fern & Co',
  group_org_uid: 'org-fern',
  group_role: 'Admin',
  mno_session: 'session-of-ada',
  mno_session_recheck: '2999-01-01T00:00:00Z',
};

const honestAnswer = ({ id, acs }: AuthnRequest): Answer => ({
  destination: acs,
  inResponseTo: id,
  status: 'urn:oasis:names:tc:SAML:2.0:status:Success',
  confirmation: { inResponseTo: id, recipient: acs, notOnOrAfter: inMinutes(3) },
  conditions: {
    notBefore: inMinutes(-0.1),
    notOnOrAfter: inMinutes(60),
    audience: `${new URL(acs).origin}/`,
  },
  nameId: 'usr-ada',
  attributes: ada,
  signed: 'assertion',
  hash: 'sha256',
});

const response = "/*[local-name(.)='Response']";
const assertion = `${response}/*[local-name(.)='Assertion']`;
const toSign = { assertion: [assertion], response: [response], both: [assertion, response], nothing: [] };

function responseXml(answer: Answer): string {
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_${randomUUID()}" Version="2.0" ` +
    `IssueInstant="${inMinutes(0)}"${attribute('Destination', answer.destination)}` +
    `${attribute('InResponseTo', answer.inResponseTo)}>${issuer}` +
    `<samlp:Status><samlp:StatusCode Value="${answer.status}"/></samlp:Status>${assertionXml(answer)}</samlp:Response>`
  );
}

function assertionXml({ nameId, confirmation, conditions, attributes }: Answer): string {
  return (
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}" Version="2.0" ` +
    `IssueInstant="${inMinutes(0)}">${issuer}<saml:Subject><saml:NameID>${escapeXml(nameId)}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData` +
    `${attribute('InResponseTo', confirmation.inResponseTo)}${attribute('Recipient', confirmation.recipient)} ` +
    `NotOnOrAfter="${confirmation.notOnOrAfter}"/></saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${conditions.notBefore}" NotOnOrAfter="${conditions.notOnOrAfter}">` +
    `<saml:AudienceRestriction><saml:Audience>${escapeXml(conditions.audience)}</saml:Audience>` +
    `</saml:AudienceRestriction></saml:Conditions><saml:AttributeStatement>` +
    `${Object.entries(attributes).map(attributeXml).join('')}</saml:AttributeStatement></saml:Assertion>`
  );
}

const issuer = `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://hub.example</saml:Issuer>`;

const attributeXml = ([name, value]: [string, string]) =>
  `<saml:Attribute Name="${name}"><saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue></saml:Attribute>`;

const attribute = (name: string, value: string | null) =>
  value === null ? '' : ` ${name}="${escapeXml(value)}"`;

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
