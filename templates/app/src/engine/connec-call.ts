import { HTTPError, type KyResponse } from 'ky';
import { LeaseLostError, messageOf, RunError } from './errors.ts';
import { isObject, type JsonObject, type JsonValue } from './record.ts';

/** A call to the hub that was not answered as it should be; `status` is 0 where it was not answered at all. */
export class ConnecCallError extends RunError {
  readonly status: number;
  constructor(status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/**
 * What the hub answers to one call.
 *
 * @param allowed a status, besides success, whose answer is not an error.
 * @throws {ConnecCallError}, or {LeaseLostError} instead of making it.
 */
export async function call(
  send: () => Promise<KyResponse>,
  what: string,
  allowed?: number,
): Promise<JsonObject> {
  const response = await send().catch((error: unknown) => {
    if (error instanceof HTTPError) return error.response;
    if (error instanceof LeaseLostError) throw error;
    throw new ConnecCallError(0, `Connec! could not be reached when ${what}: ${messageOf(error)}`, error);
  });
  const body = (await response.json().catch(() => undefined)) as JsonValue;
  if (response.ok && isObject(body)) return body;
  if (response.status === allowed) return {};
  const { status } = response;
  throw new ConnecCallError(status, `Connec! answered ${status} when ${what}: ${reasonOf(body)}`);
}

/** Whether the hub has looked at what it was sent and does not want it: the same thing would be refused again. */
export function refuses({ status }: ConnecCallError): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 408, 429].includes(status);
}

/** What a refusal says, without the record it may repeat. */
export function reasonOf(body: JsonValue): string {
  if (typeof body === 'string') return body;
  const { errors, error } = isObject(body) ? body : {};
  const all = [...(Array.isArray(errors) ? errors : []), error].filter(isObject);
  const reasons = all.map(({ detail, title, message }) => String(detail ?? title ?? message ?? ''));
  return reasons.join('; ') || (body === undefined ? 'nothing that could be read' : JSON.stringify(body));
}
