import type { Profile } from '@node-saml/node-saml';
import { z } from 'zod';

/** What contract/sso.md §4 asks of an answer beyond what node-saml checks. Each throws the reason to refuse. */

/**
 * Only these may stand in an `Algorithm` attribute. A list of the good ones, because bad ones can be spelt in many
 * ways; and no DOCTYPE, which is where entity bombs live.
 */
export function checkAlgorithms(xml: string, allowSha1: boolean) {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Error('the answer has a DOCTYPE');
  const allowed = allowSha1 ? [...algorithms, ...sha1] : algorithms;
  for (const [, algorithm = ''] of xml.matchAll(/\bAlgorithm\s*=\s*["']([^"']*)["']/g)) {
    if (!allowed.includes(algorithm))
      throw new Error(`the signature uses ${algorithm}, which is not accepted`);
  }
}

/** The response around the assertion is not signed: this only tells an answer that went astray. */
export function checkDestination(xml: string, acs: string) {
  const destination = /<(?:\w+:)?Response\b[^>]*\bDestination\s*=\s*["']([^"']*)["']/.exec(xml)?.[1];
  if (destination && destination !== acs) throw new Error(`the answer was meant for ${destination}`);
}

/** The signed assertion must be meant for this address and for this request of ours. */
export function checkAssertion(profile: Profile, acs: string, requestId: string) {
  const { Recipient, InResponseTo } = confirmationOf(profile);
  if (Recipient !== acs) throw new Error(`the assertion was meant for ${Recipient}`);
  if (InResponseTo !== requestId) throw new Error('the assertion answers another request');
}

/** Which assertion it is, and until when it could be sent again. */
export function assertionIdOf(profile: Profile): { id: string; expiresAt: Date } {
  const { $ } = assertionOf(profile);
  const { NotOnOrAfter } = confirmationOf(profile);
  const skew = 60_000;
  return { id: $.ID, expiresAt: new Date(new Date(NotOnOrAfter).getTime() + skew) };
}

const confirmationOf = (profile: Profile) =>
  assertionOf(profile).Subject[0].SubjectConfirmation[0].SubjectConfirmationData[0].$;

function assertionOf(profile: Profile) {
  const assertion = signedAssertion.safeParse(profile.getAssertion?.());
  if (!assertion.success)
    throw new Error(`the assertion is not complete: ${z.prettifyError(assertion.error)}`);
  return assertion.data.Assertion;
}

/** As xml2js reads it. Exactly one confirmation, so that there is no question which one was checked. */
const signedAssertion = z.object({
  Assertion: z.object({
    $: z.object({ ID: z.string().min(1) }),
    Subject: z.tuple([
      z.object({
        SubjectConfirmation: z.tuple([
          z.object({
            SubjectConfirmationData: z.tuple([
              z.object({
                $: z.object({
                  Recipient: z.string(),
                  InResponseTo: z.string(),
                  NotOnOrAfter: z.iso.datetime({ offset: true }),
                }),
              }),
            ]),
          }),
        ]),
      }),
    ]),
  }),
});

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
