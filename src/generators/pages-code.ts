import { call, comment, keyOf, objectOf, quoted } from '../code/layout.ts';
import { memberOf } from '../code/member.ts';
import type { Api } from '../openapi/api.ts';
import type { More, Paging } from '../openapi/paging.ts';
import type { Address } from './api-address.ts';
import { sentenceOf } from './gaps.ts';
import { type PageType, pageTypeOf, recordsOf } from './page-type.ts';

/** How the client reads a collection, in code. */
export interface PagesCode {
  /** The API's own address is needed under a name. */
  namesApi: boolean;
  /** In the interface, and in the implementation. */
  signature: string;
  parameters: string;
  body: string;
  /** Fields of a page, where its type is worth a name. */
  pageType?: PageType;
  /** What finds the next page's address: in the answer's text, or in the header Link. */
  following?: 'answer' | 'link';
}

const DEEP = '        ';

/** What templates/external asks for about pages. */
export function pagesCode(api: Api, address: Address): PagesCode {
  const conditional = api.since?.value.in === 'header';
  const place = address.isPlain ? 'collection' : 'path';
  const names = [place, ...(address.listName ? ['list'] : [])];
  const texts = [...names.map((name) => `${name}: string`), 'query?: Record<string, string>'];
  const paging = api.paging?.value;
  const pageType = pageTypeOf(api);
  const signature = [...texts, ...(conditional ? ['headers?: Record<string, string>'] : [])];
  const result = ': AsyncIterable<JsonObject[]>';
  return {
    signature: `${call('pages', signature, '  ', '', `${result};`)}${result}`,
    parameters: [...names, 'query = {}', ...(conditional ? ['headers = {}'] : [])].join(', '),
    body: bodyOf({
      api,
      root: address.api === 'url' ? 'url' : 'api',
      paging,
      place,
      conditional,
      ...recordsOf(api, address),
    }),
    ...(pageType && { pageType }),
    namesApi: paging?.style === 'address' && address.api !== 'url',
    ...(paging?.style === 'address' && { following: paging.next === 'link header' ? 'link' : 'answer' }),
  };
}

interface Parts {
  api: Api;
  /** The variable that holds the API's own address. */
  root: string;
  paging: Paging | undefined;
  /** The variable that holds where the collection lies. */
  place: string;
  /** Calls carry headers, and may be answered with "nothing was changed". */
  conditional: boolean;
  /** The type of an answer. */
  answer: string;
  /** The records of an answer. */
  records: string;
}

function bodyOf(parts: Parts): string {
  const { paging } = parts;
  if (paging?.style === 'page') return pageLoop(parts, paging);
  if (paging?.style === 'offset') return offsetLoop(parts, paging);
  if (paging?.style === 'cursor') return cursorLoop(parts, paging);
  if (paging?.style === 'address') return addressLoop(parts, paging);
  const todo = comment(`TODO: ${sentenceOf('paging', parts.api)}`, '      ');
  return `${todo}${ask(parts, '      ', [])}      yield ${parts.records};\n`;
}

function pageLoop(parts: Parts, paging: Paging & { style: 'page' }): string {
  const { more, first, parameter } = paging;
  const counts = more.by === 'total';
  const [step, again] = moreOf(paging, first);
  return [
    `      for (let page = ${first}, ${counts ? 'seen = 0, ' : ''}more = true; more; page += 1) {\n`,
    ask(parts, DEEP, [entry(parameter, 'page')]),
    give(parts, counts || !('at' in more)),
    ...step.map((line) => `${DEEP}${line}\n`),
    `${DEEP}more = ${again};\n`,
    '      }\n',
  ].join('');
}

// What is done behind each page, and whether another one is asked for.
function moreOf(
  { more, size }: { more: More; size?: { records: number } },
  first: number,
): [string[], string] {
  if (more.by === 'flag') return [[], `${memberOf('answer', more.at)} === true`];
  if (more.by === 'next page') return [[], `Boolean(${memberOf('answer', more.at)})`];
  if (more.by === 'last page')
    return [[], `page${first === 0 ? ' + 1' : ''} < (${memberOf('answer', more.at)} ?? 0)`];
  if (more.by === 'total')
    return [['seen += records.length;'], `records.length > 0 && seen !== ${memberOf('answer', more.at)}`];
  return [[], more.by === 'full page' ? `records.length === ${size?.records}` : 'records.length > 0'];
}

function offsetLoop(parts: Parts, paging: Paging & { style: 'offset' }): string {
  const { parameter, more } = paging;
  const [, again] = moreOf(paging, 1);
  const until = more.by === 'last page' ? 'records.length > 0' : again.replace('seen', 'offset');
  return [
    '      for (let offset = 0, more = true; more; ) {\n',
    ask(parts, DEEP, [entry(parameter, 'offset')]),
    give(parts, true),
    `${DEEP}offset += records.length;\n`,
    `${DEEP}more = ${until};\n`,
    '      }\n',
  ].join('');
}

function cursorLoop(parts: Parts, { parameter, next, hasMore }: Paging & { style: 'cursor' }): string {
  const lastId = next === 'last id';
  const id = memberOf('records.at(-1)', idPath(parts.api), 'always');
  const more = hasMore && memberOf('answer', hasMore);
  const following = lastId
    ? `${more} ? String(${id}) : undefined`
    : `${more ? `(${more} && ${memberOf('answer', next)})` : memberOf('answer', next)} || undefined`;
  return [
    '      let cursor: string | undefined;\n',
    '      do {\n',
    ask(parts, DEEP, [entry(parameter, 'cursor')]),
    give(parts, lastId),
    `${DEEP}cursor = ${following};\n`,
    '      } while (cursor);\n',
  ].join('');
}

function idPath({ id }: Api): string[] {
  const { path = ['id'] } = id?.value ?? {};
  return path.some((name) => name.includes('{')) ? ['id'] : path;
}

function addressLoop(parts: Parts, { next }: Paging & { style: 'address' }): string {
  const query = searchEntries(parts, [], true);
  const before = 'first.search = new URLSearchParams(';
  const search = query.join() === '...query' ? 'query' : objectOf(query, '      ', before, ').toString();');
  const link = next === 'link header';
  const options = parts.conditional ? ', { headers, throwHttpErrors: unlessUnchanged }' : '';
  const asked = link
    ? `const response: Response = await http('get', page${options}).catch(translate);`
    : `const answer: ${parts.answer} = await send<${parts.answer}>('get', page${options});`;
  const unchanged = parts.conditional
    ? `${DEEP}if (${link ? 'response.status === 304' : '!answer'}) return;\n`
    : '';
  return [
    `      const first = new URL(\`\${${parts.root}}/\${${parts.place}}\`);\n`,
    `      ${before}${search}).toString();\n`,
    '      for (let page: URL | undefined = first; page; ) {\n',
    `${DEEP}${asked}\n`,
    unchanged,
    link ? `${DEEP}const answer = (await response.json()) as ${parts.answer.replace(" | ''", '')};\n` : '',
    `${DEEP}yield ${parts.records};\n`,
    `${DEEP}page = following(${link ? "response.headers.get('link')" : memberOf('answer', next)}, page);\n`,
    '      }\n',
  ].join('');
}

/** One call, and its answer. */
function ask(parts: Parts, indent: string, entries: string[]): string {
  const { place, conditional, answer } = parts;
  const search = searchEntries(parts, entries, false);
  const isPlain = search.join() === '...query';
  const before = 'const searchParams = ';
  const options = [
    isPlain ? 'searchParams: query' : 'searchParams',
    ...(conditional ? ['headers', 'throwHttpErrors: unlessUnchanged'] : []),
  ];
  const asking = `const answer = await send${answer === 'JsonObject' ? '' : `<${answer}>`}('get', ${place}, `;
  return [
    isPlain ? '' : `${indent}${before}${objectOf(search, indent, before, ';')};\n`,
    `${indent}${asking}${objectOf(options, indent, asking, ');')});\n`,
    conditional ? `${indent}if (!answer) return;\n` : '',
  ].join('');
}

// What a list is always asked for, then what this one is, then the page. A query as text holds no numbers.
function searchEntries({ api }: Parts, entries: string[], asText: boolean): string[] {
  const size = api.paging?.value.size;
  const order = api.order?.value.map(([name, value]) => `${keyOf(name)}: ${quoted(value)}`) ?? [];
  const records = asText ? quoted(String(size?.records)) : size?.records;
  return [...order, '...query', ...entries, ...(size ? [`${keyOf(size.parameter)}: ${records}`] : [])];
}

function give({ records }: Parts, keep: boolean): string {
  return keep ? `${DEEP}const records = ${records};\n${DEEP}yield records;\n` : `${DEEP}yield ${records};\n`;
}

const entry = (parameter: string, variable: string): string =>
  parameter === variable ? variable : `${keyOf(parameter)}: ${variable}`;
