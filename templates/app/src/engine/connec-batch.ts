import type { KyInstance } from 'ky';
import { ConnecCallError, call, reasonOf, refuses } from './connec-call.ts';
import type { BatchOperation, BatchResult } from './connec-client.ts';
import { isObject, type JsonValue } from './record.ts';

/** What the hub takes in one call (contract 179). */
const most = 50;

/** Where batches go, and what comes before a collection's name in an operation. */
export interface BatchAddress {
  url: string;
  root: string;
}

/**
 * Sends operations in one call. Where the hub refuses the call as a whole, one of the operations is at fault: the
 * halves are sent apart, until that one is alone with its refusal.
 *
 * @throws {ConnecCallError} when the hub does not answer, or refuses every single one of them.
 */
export async function sendBatch(
  http: KyInstance,
  address: BatchAddress,
  operations: readonly BatchOperation[],
): Promise<BatchResult[]> {
  if (operations.length === 0) return [];
  let refusal: ConnecCallError | undefined;
  const send = async (some: readonly BatchOperation[]): Promise<BatchResult[]> => {
    try {
      return await post(http, address, some);
    } catch (error) {
      if (!(error instanceof ConnecCallError) || !refuses(error)) throw error;
      refusal ??= error;
      if (some.length === 1) return [{ status: error.status, error: error.message }];
      const half = Math.ceil(some.length / 2);
      return [...(await send(some.slice(0, half))), ...(await send(some.slice(half)))];
    }
  };
  const results = await send(operations);
  if (refusal && operations.length > 1 && results.every(({ record }) => !record)) throw refusal;
  return results;
}

/** Reads records, so many in a call. What is not among them has to be asked for by itself. */
export async function readBatch(
  http: KyInstance,
  address: BatchAddress,
  resource: string,
  ids: readonly string[],
): Promise<Map<string, BatchResult['record'] & object>> {
  const found = new Map<string, BatchResult['record'] & object>();
  for (let start = 0; start < ids.length; start += most) {
    const some = ids.slice(start, start + most);
    const results = await post(
      http,
      address,
      some.map((id) => ({ method: 'get', resource, id })),
    );
    for (const [i, { record }] of results.entries()) if (record) found.set(some[i] ?? '', record);
  }
  return found;
}

type Operation = BatchOperation | { method: 'get'; resource: string; id: string; record?: undefined };

async function post(
  http: KyInstance,
  { url, root }: BatchAddress,
  operations: readonly Operation[],
): Promise<BatchResult[]> {
  const ops = operations.map(({ method, resource, id = '', record }) => ({
    method,
    url: `${root}/${resource}/${encodeURIComponent(id)}`,
    ...(record ? { params: { [resource]: record } } : {}),
  }));
  const context = { operations: ops.length };
  const body = await call(
    () => http.post(url, { json: { sequential: true, ops }, context }),
    'sending a batch',
  );
  const results = Array.isArray(body.results) ? body.results : [];
  return operations.map(({ resource }, i) => resultOf(results[i], resource));
}

function resultOf(result: JsonValue, resource: string): BatchResult {
  if (!isObject(result)) return { status: 0, error: 'did not answer this operation' };
  const status = Number(result.status);
  const record = isObject(result.body) ? result.body[resource] : undefined;
  if ((status === 200 || status === 201) && isObject(record)) return { status, record };
  return { status, error: `${status} ${reasonOf(result.body)}` };
}
