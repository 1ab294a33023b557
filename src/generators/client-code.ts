import { call, comment, inComment, inTemplate, quoted } from '../code/layout.ts';
import { type FieldType, fieldLines, memberOf } from '../code/member.ts';
import type { Api } from '../openapi/api.ts';
import type { Auth } from '../openapi/auth.ts';
import type { ReasonPlace } from '../openapi/refusal.ts';
import type { Address } from './api-address.ts';
import { type Gap, sentenceOf } from './gaps.ts';
import { pagesCode } from './pages-code.ts';

/** What templates/external/src/client.ts asks for. */
export function clientCode(api: Api, address: Address): Record<string, unknown> {
  const auth = api.access?.value.auth;
  const pages = pagesCode(api, address);
  return {
    address,
    pages,
    writes: writesOf(api),
    credentials: credentialsOf(auth),
    keyInAddress: auth?.kind === 'key' && auth.in === 'query',
    conditional: api.since?.value.in === 'header',
    located: api.created?.value === 'location',
    quoted,
    refusal: refusalCode(withoutClashes(api.reasons?.value ?? [])),
    clientTodos: (['access', 'besides', 'mediaType'] as const)
      .flatMap((gap) => todoOf(gap, api, '  '))
      .join(''),
    reasonsTodo: todoOf('reasons', api, '  ').join(''),
  };
}

/** A gap as a line of code; nothing where there is none. */
export function todoOf(gap: Gap, api: Api, indent: string): string[] {
  const sentence = sentenceOf(gap, api);
  return sentence === '' ? [] : [comment(`TODO: ${sentence}`, indent)];
}

interface Write {
  name: string;
  /** Whether a creation carries a key. */
  keyed: boolean;
  signature: string;
  code: string;
}

function writesOf({ created, keyHeader, update, mediaType, places }: Api): Write[] {
  const headers =
    mediaType && /\+json$/.test(mediaType.value) ? [`'content-type': ${quoted(mediaType.value)}`] : [];
  const creates = created !== undefined || places.collections.some(({ create }) => create);
  const posts = creates || update?.value === 'post';
  const keyed = keyHeader !== undefined;
  const optional = update?.value === 'post' ? '?' : '';
  const post = {
    name: 'post',
    keyed,
    signature: `post(path: string, body: JsonObject${keyed ? `, key${optional}: string` : ''}): Promise<JsonObject>`,
    code: writeCode('post', keyed ? [...headers, `${quoted(keyHeader.value)}: key`] : headers, keyed),
  };
  const method = update?.value;
  const change = method && method !== 'post' ? [changeOf(method, headers)] : [];
  return [...(posts ? [post] : []), ...change];
}

function changeOf(method: string, headers: string[]): Write {
  const signature = `${method}(path: string, body: JsonObject): Promise<JsonObject>`;
  return { name: method, keyed: false, signature, code: writeCode(method, headers, false) };
}

function writeCode(method: string, headers: string[], keyed: boolean): string {
  const head = `${method}: (path, json${keyed ? ', key' : ''}) =>`;
  const parameters = [
    quoted(method),
    'path',
    `{ json${headers.length > 0 ? `, headers: { ${headers.join(', ')} }` : ''} }`,
  ];
  const flat = `${head} send(${parameters.join(', ')})`;
  if (flat.length <= 105) return flat;
  return `${head}\n      ${call('send', parameters, '      ', '', ',')}`;
}

/** What the linked account gave, and where it goes; tokens of OAuth 2 are sent without more words. */
function credentialsOf(auth: Auth | undefined): { auth: Auth; summary: string; cookie?: string } | undefined {
  if (auth?.kind === 'basic')
    return { auth, summary: 'What the linked account gave is a user name and a password: "name:password".' };
  if (auth?.kind !== 'key') return undefined;
  const places = {
    query: `parameter "${inComment(auth.name)}"`,
    cookie: `cookie "${inComment(auth.name)}"`,
    header: `header ${inComment(auth.name)}`,
  };
  return {
    auth,
    cookie: inTemplate(auth.name),
    summary: `What the linked account gave is an API key. It goes into the ${places[auth.in]}.`,
  };
}

function refusalCode(places: readonly ReasonPlace[]): { fields: string; message: string } | undefined {
  if (places.length === 0) return undefined;
  const fields = places.map(
    ({ path, each }): FieldType => ({ path, type: each ? listType(each) : 'string' }),
  );
  return { fields: fieldLines(fields, '  '), message: places.map(messageCode).join(' || ') };
}

function listType(each: readonly string[]): string {
  return each.length === 0
    ? 'string[]'
    : `{ ${fieldLines([{ path: each, type: 'string' }], '')
        .trim()
        .slice(0, -1)} }[]`;
}

// A description may have a field as a text here, and as an object there.
function withoutClashes(places: readonly ReasonPlace[]): ReasonPlace[] {
  return places.filter(
    ({ path }, at) => !places.some((other, before) => before < at && isWithin(path, other.path)),
  );
}

const isWithin = (path: readonly string[], other: readonly string[]): boolean =>
  other.every((name, at) => path[at] === name) || path.every((name, at) => other[at] === name);

// What is no list, whatever the description says, has no map.
function messageCode({ path, each }: ReasonPlace): string {
  const place = memberOf('body', path);
  if (!each) return place;
  if (each.length === 0) return `${place}?.join?.(', ')`;
  return `${place}?.map?.((error) => ${memberOf('error', each, 'always')}).join(', ')`;
}
