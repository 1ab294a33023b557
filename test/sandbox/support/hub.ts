import { onTestFinished } from 'vitest';
import { type Hub, type HubOptions, type JsonObject, startHub } from '../../../src/sandbox/index.ts';
import { basicHeader } from '../../../src/sandbox/secrets.ts';

/** An answer of a server, its JSON read. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came back
  body: any;
}

/** A hub of its own for one test, empty unless asked otherwise. */
export async function hubForTest(options: HubOptions = {}): Promise<Hub> {
  const hub = await startHub({ seed: false, ...options });
  onTestFinished(() => hub.close());
  return hub;
}

interface Caller {
  id?: string;
  key?: string;
  headers?: Record<string, string>;
}

/** Calls the hub's API as the connector does, ids as lists; `caller` says otherwise. */
export function callerOf(hub: Hub, { id = hub.apiId, key = hub.apiKey, headers = {} }: Caller = {}) {
  return async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(hub.url + path, {
      method,
      headers: {
        authorization: basicHeader(id, key),
        'connec-external-ids': 'true',
        'content-type': 'application/vnd.api+json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  };
}

/** A name in the linked account. */
export const acme = (id: string | number) => ({ id, provider: 'acme', realm: 'north' });

/** A record's own id. */
export function connecId(record: JsonObject | undefined): string {
  const entries = (record?.id ?? []) as { id: string; provider: string }[];
  return entries.find(({ provider }) => provider === 'connec')?.id ?? '';
}

/** `/api/v2/cld-fern/people?$filter=…` with its parameters encoded. */
export function queryOf(resource: string, parameters: Record<string, string> = {}): string {
  return `/api/v2/cld-fern/${resource}?${new URLSearchParams(parameters)}`;
}
