import type { Schema } from './document.ts';
import { type NamedParameter, type Operation, queryOf } from './operation.ts';
import type { Recognised } from './recognised.ts';
import { bare, type Leaf, leavesOf, typeOf } from './schema.ts';

/** How a list is read page by page. */
export type Paging =
  | (Sized & { style: 'page'; parameter: string; first: number; more: More })
  | (Sized & { style: 'offset'; parameter: string; more: More })
  /** The next page is asked for by what lies at `next` in the answer, or by the last record's id. */
  | (Sized & { style: 'cursor'; parameter: string; next: string[] | 'last id'; hasMore?: string[] })
  /** The address of the next page lies at `next` in the answer, or in the header Link (RFC 8288). */
  | (Sized & { style: 'address'; next: string[] | 'link header' });

interface Sized {
  /** The parameter that says how many records a page has, and how many are asked for. */
  size?: { parameter: string; records: number };
}

/** What tells that a page is not the last one. */
export type More =
  | { by: 'flag' | 'next page' | 'last page' | 'total'; at: string[] }
  /** Nothing in the answer: a page that is not full; or where it is not known what is full, one without records. */
  | { by: 'full page' | 'empty page' };

const SIZES =
  /^(perpage|pagesize|limit|size|count|top|take|maxresults|max|itemsperpage|resultsperpage|pagelimit|rows|recordsperpage|maxrecords)$/;
const PAGES = /^(page|pagenumber|pageno|pagenum|pageindex|currentpage)$/;
const OFFSETS = /^(offset|skip|start|startat|startposition|startindex|pageoffset)$/;
const CURSORS =
  /^(cursor|after|startafter|startingafter|pagetoken|nexttoken|nextpagetoken|continuationtoken|continuation|marker|pagecursor|pageafter|nextcursor|startcursor|scrollid|bookmark)$/;

const NEXT_CURSORS =
  /^(nextcursor|nextpagetoken|nexttoken|nextpagecursor|endcursor|continuationtoken|nextmarker|scrollid|bookmark|nextpageid)$/;
const NEXT_ADDRESSES = /^(next|nextlink|nextpageurl|nexturl|nextpage|nexthref|odatanextlink|nextpagelink)$/;
const FLAGS =
  /^(hasmore|hasnext|hasnextpage|hasmoreitems|hasmorepages|hasmorepage|more|moreresults|morerecords|moreavailable)$/;
const NEXT_PAGES = /^(nextpage|nextpagenumber)$/;
const LAST_PAGES = /^(totalpages|lastpage|pagecount|pages|numpages|totalpage|pagetotal|lastpagenumber)$/;
const TOTALS = /^(total|totalcount|totalresults|totalrecords|totalsize|totalitems|totalelements|totalhits)$/;

/** As many as a page of the engine has. */
const RECORDS = 50;

/** How the pages of a list follow each other; undefined when nothing tells of pages. */
export function pagingOf(list: Operation): Recognised<Paging> | undefined {
  const query = queryOf(list);
  const leaves = leavesOf(list.answer);
  const sized = sizeOf(query);
  return (
    byCursor(query, leaves, sized) ??
    byAddress(list, query, leaves, sized) ??
    byPage(query, leaves, sized) ??
    byOffset(query, leaves, sized)
  );
}

function byCursor(query: NamedParameter[], leaves: Leaf[], sized: Sized): Recognised<Paging> | undefined {
  const parameter = named(query, CURSORS);
  if (!parameter) return undefined;
  const hasMore = leafNamed(leaves, FLAGS, ['boolean']);
  const more = hasMore ? { hasMore: hasMore.path } : {};
  const next = nextCursor(leaves, parameter);
  const base = { style: 'cursor' as const, parameter, ...sized, ...more };
  if (next)
    return {
      value: { ...base, next: next.path },
      because: `"${dotted(next)}" is sent back as "${parameter}"`,
    };
  if (!hasMore || !/after$/.test(bare(parameter))) return undefined;
  return {
    value: { ...base, next: 'last id' },
    because: `"${parameter}" takes the id of the last record, while "${dotted(hasMore)}" is true`,
  };
}

// What is called as the parameter is, or lies with what follows: { paging: { next: { after } } }.
function nextCursor(leaves: Leaf[], parameter: string): Leaf | undefined {
  const texts = leaves.filter(
    ({ path, schema }) =>
      ['string', 'integer', undefined].includes(typeOf(schema)) &&
      !isAddress(schema) &&
      !/link|url|href/i.test(path.join(' ')),
  );
  return (
    texts.find(({ path }) => NEXT_CURSORS.test(bare(path.at(-1) ?? ''))) ??
    texts.find(({ path }) => bare(path.at(-1) ?? '') === bare(parameter)) ??
    texts.find(({ path }) => path.some((name) => bare(name) === 'next')) ??
    texts.find(({ path }) => /^(after|cursor)$/.test(bare(path.at(-1) ?? '')))
  );
}

function byAddress(
  { headers }: Operation,
  query: NamedParameter[],
  leaves: Leaf[],
  sized: Sized,
): Recognised<Paging> | undefined {
  const next = leaves.find((leaf) => isNextAddress(leaf, query));
  if (next)
    return {
      value: { style: 'address', next: next.path, ...sized },
      because: `"${dotted(next)}" is the address of the next page`,
    };
  if (!headers.some((name) => bare(name) === 'link')) return undefined;
  return {
    value: { style: 'address', next: 'link header', ...sized },
    because: 'it answers with the header Link',
  };
}

// { next: "https://…" }, { links: { next } }, { _links: { next: { href } } }.
function isNextAddress({ path, schema }: Leaf, query: NamedParameter[]): boolean {
  const names = path.map(bare);
  const name = names.at(-1) === 'href' || names.at(-1) === 'url' ? names.at(-2) : names.at(-1);
  if (!NEXT_ADDRESSES.test(name ?? '') || ![undefined, 'string'].includes(typeOf(schema))) return false;
  if (isAddress(schema) || name !== names.at(-1) || /link|url|href/.test(names.join(' '))) return true;
  return !named(query, CURSORS) && !named(query, PAGES);
}

function byPage(query: NamedParameter[], leaves: Leaf[], sized: Sized): Recognised<Paging> | undefined {
  const parameter = named(query, PAGES);
  if (!parameter) return undefined;
  const schema = query.find(({ name }) => name === parameter)?.schema;
  const first = schema?.minimum === 0 || schema?.default === 0 ? 0 : 1;
  const more = moreOf(leaves, sized, query);
  return {
    value: { style: 'page', parameter, first, ...sized, more },
    because: `it has the parameter "${parameter}"${toldBy(more)}`,
  };
}

function byOffset(query: NamedParameter[], leaves: Leaf[], sized: Sized): Recognised<Paging> | undefined {
  const parameter = named(query, OFFSETS);
  const schema = query.find(({ name }) => name === parameter)?.schema;
  if (!parameter || ![undefined, 'integer', 'number'].includes(typeOf(schema))) return undefined;
  const more = moreOf(leaves, sized, query);
  return {
    value: { style: 'offset', parameter, ...sized, more },
    because: `it has the parameter "${parameter}"${toldBy(more)}`,
  };
}

function moreOf(leaves: Leaf[], { size }: Sized, query: NamedParameter[]): More {
  const count = ['integer', 'number'];
  const told: [More['by'] & string, RegExp, string[]][] = [
    ['next page', NEXT_PAGES, count],
    ['flag', FLAGS, ['boolean']],
    ['last page', LAST_PAGES, count],
    ['total', TOTALS, count],
  ];
  for (const [by, names, types] of told) {
    const leaf = leafNamed(leaves, names, types);
    if (leaf) return { by, at: leaf.path } as More;
  }
  const isKnown = query.find(({ name }) => name === size?.parameter)?.schema?.maximum !== undefined;
  return { by: isKnown ? 'full page' : 'empty page' };
}

// A page is as full as was asked for where that is within what the API allows.
function sizeOf(query: NamedParameter[]): Sized {
  const parameter = named(query, SIZES);
  const schema: Schema | undefined = query.find(({ name }) => name === parameter)?.schema;
  if (!parameter || ![undefined, 'integer', 'number'].includes(typeOf(schema))) return {};
  return { size: { parameter, records: Math.min(RECORDS, Number(schema?.maximum) || RECORDS) } };
}

function named(query: NamedParameter[], names: RegExp): string | undefined {
  return query.find(({ name, schema }) => names.test(bare(name)) && isPlain(schema))?.name;
}

function leafNamed(leaves: Leaf[], names: RegExp, types: string[]): Leaf | undefined {
  return leaves.find(
    ({ path, schema }) => names.test(bare(path.at(-1) ?? '')) && types.includes(typeOf(schema) ?? ''),
  );
}

const isPlain = (schema: Schema | undefined): boolean => !['object', 'array'].includes(typeOf(schema) ?? '');
const isAddress = ({ format }: Schema): boolean => /^(uri|url|iri)/.test(format ?? '');
const dotted = ({ path }: Leaf): string => path.join('.');
const toldBy = (more: More): string =>
  'at' in more ? `, and "${more.at.join('.')}" tells whether more follow` : '';
