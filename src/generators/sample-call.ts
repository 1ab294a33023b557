import { put } from '../code/put.ts';
import type { Api } from '../openapi/api.ts';
import { COLLECTION, type Envelope, RECORD } from '../openapi/envelope.ts';
import { type Address, apiPath } from './api-address.ts';

/** The collection, a record and the secret of a generated test. */
export const SAMPLE = { collection: 'things', record: 'thing', secret: 'token 1', account: 'uid-1' };

/** The path of the sample's collection, or of one record in it, without what is sent besides. */
export function samplePath(api: Api, { below }: Address, id = ''): string {
  const suffix = api.places.collections[0]?.suffix ?? '';
  const above = below === undefined ? '' : `${below.replace(/\$\{[^}]*\}/g, SAMPLE.account)}/`;
  return `/${apiPath(api)}/${above}${SAMPLE.collection}${id}${suffix}`.replace('//', '/');
}

/** A path as the server sees it: a key may be part of the query. */
export function asSent(api: Api, path: string): string {
  const auth = api.access?.value.auth;
  if (auth?.kind !== 'key' || auth.in !== 'query') return path;
  const address = new URL(path, 'http://api.example');
  address.searchParams.set(auth.name, SAMPLE.secret);
  return `${address.pathname}${address.search}`;
}

/** The headers that let the sample's calls in; undefined where it is no header. */
export function sampleHeaders(api: Api): Record<string, string> | undefined {
  const auth = api.access?.value.auth;
  if (auth?.kind === 'basic')
    return { authorization: `Basic ${Buffer.from(SAMPLE.secret).toString('base64')}` };
  if (auth?.kind !== 'key') return { authorization: `Bearer ${SAMPLE.secret}` };
  if (auth.in === 'query') return undefined;
  if (auth.in === 'header') return { [auth.name.toLowerCase()]: SAMPLE.secret };
  return { cookie: `${auth.name}=${encodeURIComponent(SAMPLE.secret)}` };
}

/** A record that has that id and nothing else. */
export function sampleRecord(api: Api, id: number): Record<string, unknown> {
  const { path = ['id'], type = 'number' } = api.id?.value ?? {};
  return put(path.map(sampleName), type === 'number' ? id : String(id));
}

/** A record as it lies in an envelope. */
export function wrapped(
  record: Record<string, unknown>,
  envelope: Envelope | undefined,
): Record<string, unknown> {
  const { path = [], each } = envelope ?? {};
  if (path.length === 0) return record;
  return put(path.map(sampleName), each === undefined ? record : [record]);
}

/** A name in a path, with the sample's names in their places. */
export const sampleName = (name: string): string =>
  name.replace(COLLECTION, SAMPLE.collection).replace(RECORD, SAMPLE.record);
