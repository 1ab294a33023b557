import type { Profile } from '@node-saml/node-saml';
import { z } from 'zod';

/**
 * What contract/sso.md §4 asks of the signed assertion beyond what node-saml checks: that it is meant for this
 * address, and answers this request of ours.
 *
 * @returns which assertion it is, and until when it could be sent again.
 * @throws {Error} with the reason to refuse it.
 */
export function checkAssertion(profile: Profile, acs: string, requestId: string): UsedAssertion {
  const assertion = signedAssertion.safeParse(profile.getAssertion?.());
  if (!assertion.success)
    throw new Error(`the assertion is not complete: ${z.prettifyError(assertion.error)}`);
  const { $, Subject } = assertion.data.Assertion;
  const { Recipient, InResponseTo, NotOnOrAfter } =
    Subject[0].SubjectConfirmation[0].SubjectConfirmationData[0].$;
  if (Recipient !== acs) throw new Error(`the assertion was meant for ${Recipient}`);
  if (InResponseTo !== requestId) throw new Error('the assertion answers another request');
  return { id: $.ID, expiresAt: new Date(new Date(NotOnOrAfter).getTime() + acceptedSkewMs) };
}

export interface UsedAssertion {
  id: string;
  expiresAt: Date;
}

/** The hub's clock may differ from ours by so much. */
export const acceptedSkewMs = 60_000;

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
