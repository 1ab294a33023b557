import { randomUUID } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { escapeMarkup } from '../../html.ts';
import type { AuthnRequest } from './authn-request.ts';

export interface Signing {
  /** PEM, RSA. */
  key: string;
  /** PEM. */
  certificate: string;
  /** Legacy hubs sign with SHA-1 (sso §3). */
  hash: 'sha256' | 'sha1';
}

/** What a response says. */
export interface Answer {
  request: AuthnRequest;
  /** Address of the identity provider. */
  issuer: string;
  userUid: string;
  attributes: Record<string, string>;
  now: Date;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ALGORITHMS = {
  sha256: ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2001/04/xmlenc#sha256'],
  sha1: ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#sha1'],
} as const;
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** A SAML response with one assertion, signed right after its issuer (sso §3), as base64. */
export function signedResponse(answer: Answer, signing: Signing): string {
  return Buffer.from(sign(responseXml(answer), signing)).toString('base64');
}

function sign(xml: string, { key, certificate, hash }: Signing): string {
  const [signatureAlgorithm, digestAlgorithm] = ALGORITHMS[hash];
  const assertion = "//*[local-name(.)='Assertion']";
  const signature = new SignedXml({
    privateKey: key,
    publicCert: certificate,
    signatureAlgorithm,
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  signature.addReference({ xpath: assertion, digestAlgorithm, transforms: [ENVELOPED, EXCLUSIVE] });
  const location = { reference: `${assertion}/*[local-name(.)='Issuer']`, action: 'after' } as const;
  signature.computeSignature(xml, { prefix: 'ds', location });
  return signature.getSignedXml();
}

function responseXml(answer: Answer): string {
  const { request, issuer, now } = answer;
  const destination = escapeMarkup(request.consumeUrl);
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_${randomUUID()}" Version="2.0" ` +
    `IssueInstant="${now.toISOString()}" Destination="${destination}" InResponseTo="${escapeMarkup(request.id)}" ` +
    `Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified">${issuerXml(issuer)}<samlp:Status>` +
    `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` +
    `${assertionXml(answer)}</samlp:Response>`
  );
}

function assertionXml(answer: Answer): string {
  const id = `_${randomUUID()}`;
  const now = answer.now.toISOString();
  return (
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="${now}">` +
    `${issuerXml(answer.issuer)}${subjectXml(answer)}${conditionsXml(answer)}${attributesXml(answer)}` +
    `<saml:AuthnStatement AuthnInstant="${now}" SessionIndex="${id}"><saml:AuthnContext><saml:AuthnContextClassRef>` +
    `urn:federation:authentication:windows</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `</saml:Assertion>`
  );
}

const issuerXml = (issuer: string): string =>
  `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escapeMarkup(issuer)}</saml:Issuer>`;

function subjectXml({ request, userUid, now }: Answer): string {
  return (
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escapeMarkup(userUid)}` +
    `</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml:SubjectConfirmationData InResponseTo="${escapeMarkup(request.id)}" NotOnOrAfter="${after(now, 3 * MINUTE)}" ` +
    `Recipient="${escapeMarkup(request.consumeUrl)}"/></saml:SubjectConfirmation></saml:Subject>`
  );
}

function conditionsXml({ request, now }: Answer): string {
  const audience = `${new URL(request.consumeUrl).origin}/`;
  return (
    `<saml:Conditions NotBefore="${after(now, -5 * SECOND)}" NotOnOrAfter="${after(now, 60 * MINUTE)}">` +
    `<saml:AudienceRestriction><saml:Audience>${escapeMarkup(audience)}</saml:Audience></saml:AudienceRestriction>` +
    `</saml:Conditions>`
  );
}

function attributesXml({ attributes }: Answer): string {
  const items = Object.entries(attributes).map(
    ([name, value]) =>
      `<saml:Attribute Name="${escapeMarkup(name)}"><saml:AttributeValue>${escapeMarkup(value)}</saml:AttributeValue></saml:Attribute>`,
  );
  return `<saml:AttributeStatement>${items.join('')}</saml:AttributeStatement>`;
}

const after = (now: Date, milliseconds: number): string =>
  new Date(now.getTime() + milliseconds).toISOString();
