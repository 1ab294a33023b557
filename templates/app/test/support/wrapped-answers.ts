/**
 * The eight forms of XML signature wrapping (Somorovsky and others, "On Breaking SAML", 2012; numbered as SAML
 * Raider does). Each keeps a signature that holds for what it refers to, and puts an assertion of the attacker's
 * where a careless reader looks. The first two wrap a signed response, the others a signed assertion.
 */
export const wrappings: Record<string, { signed: 'response' | 'assertion'; wrap(xml: string): string }> = {
  'XSW1, the signed response inside the signature of a forged one': {
    signed: 'response',
    wrap: (xml) => inSignature(forgedResponse(xml), withoutSignature(xml)),
  },
  'XSW2, the signed response before the signature in a forged one': {
    signed: 'response',
    wrap: (xml) => forgedResponse(xml).replace(signatureOf(xml), (own) => withoutSignature(xml) + own),
  },
  'XSW3, a forged assertion before the signed one': {
    signed: 'assertion',
    wrap: (xml) => xml.replace(assertionOf(xml), (own) => forgedAssertion(xml) + own),
  },
  'XSW4, the signed assertion inside a forged one': {
    signed: 'assertion',
    wrap: (xml) =>
      xml.replace(assertionOf(xml), (own) => append(forgedAssertion(xml), own, '</saml:Assertion>')),
  },
  'XSW5, a forged assertion with the signature, the signed one at the end': {
    signed: 'assertion',
    wrap: (xml) => append(resigned(xml), withoutSignature(assertionOf(xml)), '</samlp:Response>'),
  },
  'XSW6, a forged assertion with the signature, the signed one inside that': {
    signed: 'assertion',
    wrap: (xml) => inSignature(resigned(xml), withoutSignature(assertionOf(xml))),
  },
  'XSW7, a forged assertion among the extensions': {
    signed: 'assertion',
    wrap: (xml) =>
      xml.replace(
        '<samlp:Status>',
        `<samlp:Extensions>${sameId(xml, forgedAssertion(xml))}</samlp:Extensions><samlp:Status>`,
      ),
  },
  'XSW8, the signed assertion as an object of the signature of a forged one': {
    signed: 'assertion',
    wrap: (xml) => inSignature(resigned(xml), `<Object>${withoutSignature(assertionOf(xml))}</Object>`),
  },
};

const assertionOf = (xml: string) => /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)?.[0] ?? '';
const signatureOf = (xml: string) => /<Signature .*?<\/Signature>/s.exec(xml)?.[0] ?? '';
const withoutSignature = (xml: string) => xml.replace(signatureOf(xml), '');
const idOf = (element: string) => /\bID="([^"]*)"/.exec(element)?.[1] ?? '';

/** Eve's, under another id. */
const forged = (element: string) =>
  element.replace(idOf(element), '_forged').replaceAll('usr-ada', 'usr-eve').replaceAll('ada@', 'eve@');

const forgedAssertion = (xml: string) => forged(withoutSignature(assertionOf(xml)));
const forgedResponse = (xml: string) => forged(xml);
const sameId = (xml: string, element: string) => element.replace('_forged', idOf(assertionOf(xml)));

/** The forged assertion in the place of the signed one, with its signature. */
const resigned = (xml: string) => xml.replace(assertionOf(xml), (own) => forged(own));

const append = (parent: string, child: string, endTag: string) => {
  const at = parent.lastIndexOf(endTag);
  return parent.slice(0, at) + child + parent.slice(at);
};

const inSignature = (xml: string, element: string) =>
  xml.replace('</Signature>', () => `${element}</Signature>`);
