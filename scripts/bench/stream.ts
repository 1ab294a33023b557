import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../../templates/app/src/engine/index.ts';

/** Records are made from their number when they are asked for: a million of them take no memory. */
export interface Stream {
  records: number;
  /** What a record says: a new version is a change. */
  versionOf: (number: number) => number;
  /** When it was changed, in the days of the bench. */
  day: number;
  /** Hub records: whether the hub has our id of them. */
  known?: boolean;
  /** The account that those ids are of; left out: bench-1. */
  realm?: string;
}

const pageSize = 200;

/**
 * The application's pages: text as it would come over the wire, parsed. As with whatever comes over a wire, timers
 * and finalizers of native objects have their turn between two of them.
 */
export async function* externalPages(stream: Stream): AsyncGenerator<JsonObject[]> {
  for (const numbers of pagesOf(stream.records)) {
    await setImmediate();
    const text = numbers
      .map((number) => externalText(number, stream.versionOf(number), stream.day))
      .join(',');
    yield JSON.parse(`[${text}]`);
  }
}

/** The hub's pages. */
export async function* connecPages(stream: Stream): AsyncGenerator<JsonObject[]> {
  for (const numbers of pagesOf(stream.records)) {
    await setImmediate();
    const text = numbers.map((number) => connecText(number, stream)).join(',');
    yield JSON.parse(`[${text}]`);
  }
}

function* pagesOf(records: number): Generator<number[]> {
  for (let start = 0; start < records; start += pageSize)
    yield Array.from({ length: Math.min(pageSize, records - start) }, (_, i) => start + i);
}

const dateOf = (day: number) => `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`;

function externalText(number: number, version: number, day: number): string {
  return `{"id":${number},"first_name":"Ada ${number}","last_name":"Arkwright ${version}","email":"ada.${number}@fern.test","phone":"+00 555 ${number}","job_title":"Engineer ${version}","account_id":${number % 1000},"street":"${number} Fern Lane","city":"Calder","postal_code":"ZX1 0AB","country":"United Kingdom","active":true,"created_at":"2026-01-01T00:00:00Z","updated_at":"${dateOf(day)}"}`;
}

function connecText(number: number, stream: Stream): string {
  const { day, known, realm = 'bench-1' } = stream;
  const version = stream.versionOf(number);
  const own = known ? `,{"id":"${number}","provider":"bench","realm":"${realm}"}` : '';
  return `{"id":[{"id":"connec-${number}","provider":"connec","realm":"org-1"}${own}],"code":"PE${number}","status":"ACTIVE","first_name":"Ada ${number}","last_name":"Arkwright ${version}","email":{"address":"ada.${number}@fern.test"},"phone_work":{"landline":"+00 555 ${number}"},"job_title":"Engineer ${version}","organization_id":[{"id":"connec-o${number % 1000}","provider":"connec","realm":"org-1"},{"id":"${number % 1000}","provider":"bench","realm":"bench-1"}],"address_work":{"billing":{"line1":"${number} Fern Lane","city":"Calder","postal_code":"ZX1 0AB","country":"United Kingdom"},"billing2":{},"shipping":{},"shipping2":{}},"created_at":"2026-01-01T00:00:00Z","updated_at":"${dateOf(day)}","group_id":"cld-1","channel_id":"org-1","resource_type":"people"}`;
}
