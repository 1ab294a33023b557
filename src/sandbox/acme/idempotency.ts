import type { JsonObject } from '../record.ts';
import { AcmeError } from './acme-error.ts';

/** What was answered to a write, and what had been asked. */
export interface Idempotent {
  asked: string;
  answer: JsonObject;
}

/**
 * Does a write once for every `Idempotency-Key`: the same call again gets the first answer again.
 *
 * @throws {AcmeError} 409 when the key comes back with another body.
 */
export function once(
  answered: Map<string, Idempotent>,
  key: string | undefined,
  asked: string,
  write: () => JsonObject,
): JsonObject {
  if (key === undefined) return write();
  const earlier = answered.get(key);
  if (!earlier) {
    const answer = write();
    answered.set(key, { asked, answer });
    return answer;
  }
  if (earlier.asked !== asked)
    throw new AcmeError(409, 'idempotency_conflict', 'this Idempotency-Key was used for something else');
  return earlier.answer;
}
