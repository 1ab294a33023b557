import { HTTPError<%= keyInAddress ? ', TimeoutError' : '' %> } from 'ky';
import { type Connection, type JsonObject, RecordError, RecordNotFoundError } from './engine/index.ts';
import { createHttp, type Patience, passing } from './http.ts';

/** The REST API of <%= application %>, as one linked account sees it. */
export interface Client {
  get(path: string): Promise<JsonObject>;
<% if (pages.parameters.includes('list')) { -%>
  /**
   * A collection, page by page.
   * @param list the name of its records in an answer.
   */
<% } else { -%>
  /** A collection, page by page. */
<% } -%>
  <%= pages.signature %>;
<% for (const { signature, keyed } of writes) { -%>
<% if (keyed) { -%>
  /** @param key names the creation: what comes twice under one key is created once. */
<% } -%>
  <%= signature %>;
<% } -%>
}

/**
 * @throws {RecordError} when the application refuses a record, {RecordNotFoundError} when it is gone,
 *   {UnauthorizedError} when it no longer gives access. Any other error: nobody knows.
 */
export function createClient(url: string, connection: Connection, patience?: Patience): Client {
<%= clientTodos -%>
<% if (pages.namesApi) { -%>
  const api = <%= address.api %>;
<% } -%>
  const http = createHttp(<%= pages.namesApi ? 'api' : address.api %>, connection, patience<%= credentials ? ', present' : '' %>);
  const send = <Answer = JsonObject>(...call: Parameters<typeof http>) =>
    http(...call)
      .json<Answer>()
      .catch(translate);

  return {
    get: (path) => send('get', path),
<% for (const { name, code } of writes) { -%>
<% if (name === 'post' && located) { -%>
    async post(path, json) {
      const response = await http('post', path, { json }).catch(translate);
      // At the server that was asked, whatever it says: a token goes nowhere else.
      const { pathname, search } = new URL(response.headers.get('location') ?? '', response.url);
      return send('get', new URL(`${pathname}${search}`, response.url));
    },
<% } else { -%>
    <%= code %>,
<% } -%>
<% } -%>
    async *pages(<%= pages.parameters %>) {
<%= pages.body -%>
    },
  };
}
<% if (pages.pageType) { %>
/** What is looked at of a page<%= pages.pageType.isOpen ? ', apart from its records' : '' %>. */
interface Page<%= pages.pageType.isOpen ? ' extends JsonObject' : '' %> {
<%= pages.pageType.fields -%>
}
<% } -%>
<% if (conditional) { %>
// 304: nothing was changed, and nothing is answered.
const unlessUnchanged = (status: number) => status !== 304;
<% } -%>
<% if (pages.following === 'link') { %>
/** The address of the next page in a header Link (RFC 8288), at the server that was asked: a token goes nowhere else. */
function following(link: string | null, page: URL): URL | undefined {
  const [, next] = /<([^>]*)>[^,]*;\s*rel="?next"?/i.exec(link ?? '') ?? [];
  if (next === undefined) return undefined;
  const { pathname, search } = new URL(next, page);
  return new URL(`${pathname}${search}`, page);
}
<% } else if (pages.following) { %>
/** The address of the next page, at the server that was asked: a token goes nowhere else. */
function following(next: string | null | undefined, page: URL): URL | undefined {
  if (!next) return undefined;
  const { pathname, search } = new URL(next, page);
  return new URL(`${pathname}${search}`, page);
}
<% } -%>
<% if (credentials) { %>
/** <%= credentials.summary %> */
function present(request: Request, secret: string): Request {
<% if (credentials.auth.kind === 'basic') { -%>
  request.headers.set('authorization', `Basic ${Buffer.from(secret).toString('base64')}`);
  return request;
<% } else if (credentials.auth.in === 'header') { -%>
  request.headers.set(<%= quoted(credentials.auth.name.toLowerCase()) %>, secret);
  return request;
<% } else if (credentials.auth.in === 'cookie') { -%>
  request.headers.set('cookie', `<%= credentials.cookie %>=${encodeURIComponent(secret)}`);
  return request;
<% } else { -%>
  const address = new URL(request.url);
  address.searchParams.set(<%= quoted(credentials.auth.name) %>, secret);
  return new Request(address, request);
<% } -%>
}
<% } -%>
<% if (refusal) { %>
interface Refusal {
<%= refusal.fields -%>
}
<% } %>
/**
 * What the engine keeps on the record: that it is gone, or why it was refused. A fault of the server, or one request
 * too many, refuses nothing.<%= keyInAddress ? ' The error itself is not kept: the address in it holds the key.' : '' %>
 */
async function translate(error: unknown): Promise<never> {
<% if (keyInAddress) { -%>
  if (error instanceof TimeoutError) throw new Error('answered nothing in time');
<% } -%>
  if (!(error instanceof HTTPError)) throw error;
  const { status, statusText } = error.response;
<% if (refusal) { -%>
  const body = await error.response.json<Refusal>().catch((): Refusal => ({}));
  const message = <%= refusal.message %>;
<% } else { -%>
<%= reasonsTodo -%>
  const message = (await error.response.text().catch(() => '')).slice(0, 200);
<% } -%>
  if (status >= 500 || passing.includes(status))
    throw new Error(`answered ${status}: ${message || statusText}`<%= keyInAddress ? '' : ', { cause: error }' %>);
  if (status === 404) throw new RecordNotFoundError(message || 'answered 404');
  throw new RecordError(message || `answered ${status}`<%= keyInAddress ? '' : ', { cause: error }' %>);
}
