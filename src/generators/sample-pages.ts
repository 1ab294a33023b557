import { merge, put } from '../code/put.ts';
import type { Api } from '../openapi/api.ts';
import type { Paging } from '../openapi/paging.ts';
import type { Address } from './api-address.ts';
import { asSent, sampleName, samplePath, sampleRecord } from './sample-call.ts';

/** A list read to its end: what is answered, what comes of it, and what was asked. */
export interface SamplePages {
  answers: { body: unknown; headers?: Record<string, string> }[];
  pages: Record<string, unknown>[][];
  calls: string[];
}

/** The instant of `updated since` in a generated test. */
export const SINCE = new Date('2026-01-01T00:00:00Z');

const SINCE_TEXTS = {
  instant: SINCE.toISOString(),
  day: '2026-01-01',
  seconds: String(SINCE.getTime() / 1000),
  milliseconds: String(SINCE.getTime()),
  http: SINCE.toUTCString(),
};

export const sinceText = ({ since }: Api): string => (since ? SINCE_TEXTS[since.value.form] : '');

/** Two pages, and an empty one where only that ends a list. */
export function samplePages(api: Api, address: Address): SamplePages {
  const path = samplePath(api, address);
  const pages = recordsOf(api);
  return {
    answers: pages.map((records, at) => answerOf(api, path, records, [at, pages.length])),
    pages,
    calls: pages.map(
      (_, at) => `GET ${asSent(api, askedFor(api, path, at, pages.slice(0, at).flat().length))}`,
    ),
  };
}

function recordsOf(api: Api): SamplePages['pages'] {
  const paging = api.paging?.value;
  if (!paging) return [[sampleRecord(api, 1)]];
  const by = 'more' in paging ? paging.more.by : undefined;
  const full = by === 'full page' ? (paging.size?.records ?? 1) : 1;
  // A long page would only make the test long: it ends with one that is not full.
  if (full > 5) return [[sampleRecord(api, 1)]];
  const first = Array.from({ length: full }, (_, at) => sampleRecord(api, at + 1));
  const second = [sampleRecord(api, first.length + 1)];
  const endsEmpty = by === 'empty page' || (paging.style === 'offset' && by === 'last page');
  return [first, second, ...(endsEmpty ? [[]] : [])];
}

function answerOf(api: Api, path: string, records: Record<string, unknown>[], at: [number, number]) {
  const paging = api.paging?.value;
  const isLast = at[0] === at[1] - 1;
  const linked = paging?.style === 'address' && paging.next === 'link header' && !isLast;
  return {
    body: bodyOf(api, path, records, at),
    ...(linked && { headers: { link: `<${following(path)}>; rel="next"` } }),
  };
}

function bodyOf(api: Api, path: string, records: Record<string, unknown>[], at: [number, number]): unknown {
  const { path: place = [], each } = api.list?.value ?? {};
  const items = each === undefined ? records : records.map((record) => ({ [each]: record }));
  if (place.length === 0) return items;
  const told = api.paging ? toldOf(api.paging.value, path, at) : [];
  return told.reduce(
    (body, [where, value]) => merge(body, put(where, value)),
    put(place.map(sampleName), items),
  );
}

// What tells in an answer whether more follow, and where.
function toldOf(paging: Paging, path: string, [at, count]: [number, number]): [string[], unknown][] {
  const isLast = at === count - 1;
  if (paging.style === 'address')
    return Array.isArray(paging.next) ? [[paging.next, isLast ? null : following(path)]] : [];
  if (paging.style === 'cursor') {
    const next: [string[], unknown][] = Array.isArray(paging.next)
      ? [[paging.next, isLast ? null : 'two']]
      : [];
    return paging.hasMore ? [...next, [paging.hasMore, !isLast]] : next;
  }
  const { more } = paging;
  if (!('at' in more)) return [];
  const values = { flag: !isLast, 'next page': isLast ? null : at + 2, 'last page': count, total: 2 };
  return [[more.at, values[more.by]]];
}

// Wherever the address says it is, the server that was asked is asked again.
const following = (path: string): string => `http://elsewhere.example${path}?next=2`;

function askedFor(api: Api, path: string, at: number, before: number): string {
  const paging = api.paging?.value;
  if (paging?.style === 'address' && at > 0) return `${path}?next=2`;
  const search = new URLSearchParams(api.order?.value);
  if (api.since?.value.in === 'query') search.set(api.since.value.name, sinceText(api));
  if (paging?.style === 'page') search.set(paging.parameter, String(paging.first + at));
  if (paging?.style === 'offset') search.set(paging.parameter, String(before));
  if (paging?.style === 'cursor' && at > 0)
    search.set(paging.parameter, paging.next === 'last id' ? '1' : 'two');
  if (paging?.size) search.set(paging.size.parameter, String(paging.size.records));
  return search.size === 0 ? path : `${path}?${search}`;
}
