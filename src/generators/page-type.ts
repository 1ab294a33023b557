import { type FieldType, fieldLines, memberOf } from '../code/member.ts';
import type { Api } from '../openapi/api.ts';
import { COLLECTION } from '../openapi/envelope.ts';
import type { Paging } from '../openapi/paging.ts';
import type { Address } from './api-address.ts';

/** The type of a page: its fields in code, and whether it holds others, by the names of collections. */
export interface PageType {
  fields: string;
  isOpen: boolean;
}

/** The type of a page; undefined where nothing in it is looked at by a name of its own. */
export function pageTypeOf(api: Api): PageType | undefined {
  const { path = [] } = api.list?.value ?? {};
  if (path.length === 0) return undefined;
  const isOpen = path.includes(COLLECTION);
  const list: FieldType[] = isOpen ? [] : [{ path, type: 'JsonObject[]', required: true }];
  const fields = [...list, ...toldFields(api.paging?.value)];
  return fields.length === 0 ? undefined : { fields: fieldLines(fields, '  '), isOpen };
}

/** The type of a list's answer, and the records in it, in code. */
export function recordsOf(api: Api, address: Address): { answer: string; records: string } {
  const { path = [], each } = api.list?.value ?? {};
  const isNamed = path.includes(COLLECTION);
  const answer = pageTypeOf(api) ? 'Page' : path.length === 0 ? 'JsonObject[]' : 'JsonObject';
  const records = isNamed ? namedRecords(path.slice(0, -1), address) : memberOf('answer', path, 'never');
  const unwrapped = each
    ? `${isNamed ? `(${records})` : records}.map((item) => ${memberOf('item', [each])} as JsonObject)`
    : records;
  return { answer: api.since?.value.in === 'header' ? `${answer} | ''` : answer, records: unwrapped };
}

function namedRecords(parents: readonly string[], { listName, isPlain }: Address): string {
  const name = isPlain && listName === undefined ? 'collection' : 'list';
  const inside = parents.length === 0 ? 'answer' : `(${memberOf('answer', parents)} as JsonObject)`;
  return `${inside}[${name}] as JsonObject[]`;
}

// What of an answer is looked at to find the next page.
function toldFields(paging: Paging | undefined): FieldType[] {
  if (!paging) return [];
  if (paging.style === 'page' || paging.style === 'offset') {
    const { more } = paging;
    if (!('at' in more)) return [];
    const types = { flag: 'boolean', 'next page': 'number | null', 'last page': 'number', total: 'number' };
    return [{ path: more.at, type: types[more.by] }];
  }
  const next = Array.isArray(paging.next) ? [{ path: paging.next, type: 'string | null' }] : [];
  const more = paging.style === 'cursor' && paging.hasMore ? [{ path: paging.hasMore, type: 'boolean' }] : [];
  return [...next, ...more];
}
