import { parseDomFromString } from '@node-saml/node-saml/lib/xml.js';

/**
 * What contract/sso.md §4 asks of the document around the assertion, before its signature is looked at. The hub does
 * not sign this part: the checks tell answers that went astray, and leave forgeries nothing to hide in.
 *
 * The document is read with node-saml's own parser, so that no two readers can see two things in it.
 *
 * @throws {Error} with the reason to refuse the answer.
 */
export async function checkResponse(xml: string, acs: string, allowSha1: boolean): Promise<void> {
  if (xml.split('<').length > mostTags) throw new Error(`the answer holds more than ${mostTags} tags`);
  const document = (await parseDomFromString(xml)) as XmlDocument;
  // Where entity bombs live, and entities that name files.
  if (document.doctype) throw new Error('the answer has a DOCTYPE');
  const response = document.documentElement;
  checkShape(response, all(response));
  checkStatus(response);
  checkDestination(response, acs);
  checkAlgorithms(all(response), allowSha1);
}

/** Exactly one assertion, and nothing beside it that a signed one could be moved to ("signature wrapping"). */
function checkShape(response: XmlElement, elements: readonly XmlElement[]) {
  if (nameOf(response) !== `${protocol} Response`) throw new Error('the answer is not a SAML response');
  const children = childrenOf(response).map(nameOf);
  const unexpected = children.find((name, index) => !parts.has(name) || children.indexOf(name) !== index);
  const assertions = elements.filter(({ localName }) => /Assertion$/.test(localName));
  if (unexpected || assertions.length !== 1 || !children.includes(`${assertion} Assertion`))
    throw new Error('the answer must hold one assertion, and nothing unusual beside it');
}

function checkStatus(response: XmlElement) {
  const status = childrenOf(response).find((child) => nameOf(child) === `${protocol} Status`);
  const code = status && childrenOf(status)[0]?.getAttribute('Value');
  if (code !== success) throw new Error(`the hub answered ${code || 'without a status'}`);
}

function checkDestination(response: XmlElement, acs: string) {
  const destination = response.getAttribute('Destination');
  if (destination !== acs) throw new Error(`the answer was meant for ${destination || 'nobody'}`);
}

/** A list of the good ones: bad ones are many, and XPath and XSLT transforms among them. */
function checkAlgorithms(elements: readonly XmlElement[], allowSha1: boolean) {
  const allowed = allowSha1 ? [...algorithms, ...sha1] : algorithms;
  for (const { attributes } of elements)
    for (const { localName, value } of Array.from(attributes))
      if (localName === 'Algorithm' && !allowed.includes(value))
        throw new Error(`the signature uses ${value}, which is not accepted`);
}

/** An honest answer has two hundred. The parser's time grows with the square of what a hostile one leaves open. */
const mostTags = 1000;

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion';
const success = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** What a response may consist of, each once. */
const parts = new Set([
  `${assertion} Issuer`,
  'http://www.w3.org/2000/09/xmldsig# Signature',
  `${protocol} Status`,
  `${assertion} Assertion`,
]);

const algorithms = [
  'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512',
];

const sha1 = ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#sha1'];

/** As much of the DOM as is looked at. */
interface XmlDocument {
  doctype: object | null;
  documentElement: XmlElement;
}

interface XmlElement {
  nodeType: number;
  namespaceURI: string | null;
  localName: string;
  attributes: ArrayLike<{ localName: string; value: string }>;
  childNodes: ArrayLike<XmlElement>;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): ArrayLike<XmlElement>;
}

const nameOf = ({ namespaceURI, localName }: XmlElement) => `${namespaceURI} ${localName}`;
const childrenOf = ({ childNodes }: XmlElement) => Array.from(childNodes).filter(isElement);
const isElement = ({ nodeType }: XmlElement) => nodeType === 1;
const all = (root: XmlElement) => [root, ...Array.from(root.getElementsByTagName('*'))];
