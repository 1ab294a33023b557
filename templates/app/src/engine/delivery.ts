import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { isLinked } from './organization.ts';
import { storeExternalEvent } from './store-message.ts';
import { secretsOf } from './subscribe.ts';
import type { Delivery, Proof } from './webhooks.ts';

/** Clocks differ, and deliveries take their time; what was signed longer ago, or later than now, is refused. */
const toleranceMs = 5 * 60_000;

/** As many signatures of one delivery are looked at: while a secret is exchanged for another there are two. */
const maxSignatures = 8;

/** Why a delivery was not taken. */
export type Refusal = 'no signature' | 'wrong signature' | 'signed too long ago' | 'not readable';

/** Whose deliveries come to an address; undefined: nobody's. */
export async function addressee(engine: Engine, address: string): Promise<Organization | undefined> {
  const [, id = '', token = ''] = /^(\d{1,10})\.([\w-]{32})$/.exec(address) ?? [];
  if (!engine.external.webhooks || Number(id) > maxId || id === '') return undefined;
  const organization = await engine.database.organization.findUnique({ where: { id: Number(id) } });
  if (!organization || !isLinked(organization)) return undefined;
  const known = secretsOf(engine, organization)?.token ?? '';
  return isSame(Buffer.from(token), Buffer.from(known)) ? organization : undefined;
}

/** Of a column of 32 bits. */
const maxId = 2 ** 31 - 1;

/**
 * Stores what the application tells, once it has been proved that it tells it: it may be acknowledged from then on.
 *
 * @param organization whose address it came to.
 * @returns whether it was stored, or why it is refused. One that came before is not stored, nor is one without interest.
 */
export async function takeDelivery(
  engine: Engine,
  organization: Organization,
  delivery: Delivery,
): Promise<boolean | Refusal> {
  const { webhooks } = engine.external;
  const secret = secretsOf(engine, organization)?.secret;
  if (!webhooks || !secret) return 'no signature';
  const proof = attempt(() => webhooks.proof(delivery, secret));
  const refusal = judge(proof instanceof Error ? undefined : proof, secret, engine.now());
  if (refusal) return refusal;
  const told = attempt(() => webhooks.read(delivery));
  if (told instanceof Error) return 'not readable';
  if (!told) return false;
  const { tenant, uid: group } = organization;
  return storeExternalEvent(engine, { ...told, tenant, group });
}

function judge(proof: Proof | undefined, secret: string, now: Date): Refusal | undefined {
  if (!proof) return 'no signature';
  if (!isGenuine(proof, secret)) return 'wrong signature';
  // A date that is none is no excuse.
  const isInTime = !proof.signedAt || Math.abs(now.getTime() - proof.signedAt.getTime()) <= toleranceMs;
  return isInTime ? undefined : 'signed too long ago';
}

function isGenuine({ content, signature, encoding, algorithm = 'sha256', key }: Proof, secret: string) {
  const right = createHmac(algorithm, key ?? secret)
    .update(content)
    .digest();
  const given = [signature].flat().slice(0, maxSignatures);
  return given.some((text) => isSame(Buffer.from(text, encoding), right));
}

const isSame = (given: Buffer, right: Buffer) =>
  right.length > 0 && given.length === right.length && timingSafeEqual(given, right);

function attempt<Result>(read: () => Result): Result | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
