import { isObject, type JsonObject, type JsonValue } from '../record.ts';
import { type ApiAnswer, answer } from './api.ts';
import type { ApiRequest } from './target.ts';
import type { World } from './world.ts';

const MAX_OPERATIONS = 50;

/**
 * Runs a batch (connec-api §8): one result per operation, in order, whatever becomes of each; the key and the
 * headers of the call hold for all of them.
 */
export function runBatch(world: World, request: ApiRequest): ApiAnswer {
  const body = isObject(request.body) ? request.body : {};
  const operations = Array.isArray(body.ops) ? body.ops : [];
  const refusal = refusalOf(body, operations);
  if (refusal) return { status: 422, headers: JSON_TYPE, body: { error: { message: refusal } } };
  const results = operations.map((operation) => run(world, request, operation as Operation));
  return { status: 200, headers: JSON_TYPE, body: { results } };
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

interface Operation extends JsonObject {
  method: string;
  url: string;
}

function refusalOf(body: JsonObject, operations: JsonValue[]): string | undefined {
  if (operations.length === 0) return 'Operations cannot be empty';
  if (operations.length > MAX_OPERATIONS)
    return `Operations over the limit: limit ${MAX_OPERATIONS} - sent ${operations.length}`;
  if (body.sequential === undefined || body.sequential === null) return 'The sequential flag is missing';
  const bad = operations.findIndex((operation) => !isOperation(operation));
  return bad < 0 ? undefined : `Operation ${bad} must have a method and a url`;
}

const isOperation = (value: JsonValue): value is Operation =>
  isObject(value) && typeof value.method === 'string' && typeof value.url === 'string';

function run(world: World, request: ApiRequest, operation: Operation): JsonObject {
  const { status, headers, body } = answer(world, {
    ...request,
    method: operation.method,
    url: withQuery(operation),
    headers: { ...request.headers, ...headersOf(operation) },
    body: operation.params,
  });
  return { status, headers, body };
}

/** The parameters of a read are its query. */
function withQuery({ method, url, params }: Operation): string {
  if (method.toLowerCase() !== 'get' || !isObject(params)) return url;
  const query = new URLSearchParams(
    Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

function headersOf({ headers }: Operation): Record<string, string> {
  if (!isObject(headers)) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
