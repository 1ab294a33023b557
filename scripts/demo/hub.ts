import type { Json } from './record.ts';

/** An application that may use the hub's API, and the company it does so for. */
export interface HubAccount {
  id: string;
  key: string;
  group: string;
}

/** The connector's own account in every sandbox hub; the hub does not announce to the connector what it writes. */
export const CONNECTOR: HubAccount = { id: 'app-sandbox', key: 'sandbox-key', group: 'cld-fern' };

/** Another application of the same company. */
export const BOOKS: HubAccount = { id: 'app-books', key: 'books-key', group: 'cld-fern-books' };

/** All records of a kind, by the hub's API, ids as lists. */
export async function listInHub(hub: string, account: HubAccount, resource: string): Promise<Json[]> {
  const records: Json[] = [];
  let url: string | undefined = `${hub}/api/v2/${account.group}/${resource}`;
  while (url) {
    const answer = await call('GET', url, account);
    records.push(...(answer[resource] as Json[]));
    url = (answer.pagination as { next?: string }).next;
  }
  return records;
}

/** Writes over fields of a record whose hub id is known. */
export async function writeInHub(
  hub: string,
  account: HubAccount,
  resource: string,
  id: string,
  fields: Json,
): Promise<Json> {
  const url = `${hub}/api/v2/${account.group}/${resource}/${id}`;
  return (await call('PUT', url, account, { [resource]: fields }))[resource] as Json;
}

async function call(method: string, url: string, { id, key }: HubAccount, body?: Json): Promise<Json> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}`,
      'connec-external-ids': 'true',
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Json;
}
