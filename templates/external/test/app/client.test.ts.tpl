import { beforeEach, expect, test } from 'vitest';
import { type Client, createClient } from '../../src/client.ts';
import {
  type Context,
  type Entity,
  type JsonObject,
  map,
  mapper,
  RecordError,
<% if (tested.writes) { -%>
  RecordNotFoundError,
<% } -%>
} from '../../src/engine/index.ts';
import { BaseEntity } from '../../src/entity.ts';
import { type ScriptedServer, startScriptedServer, testConnection } from '../support/scripted-server.ts';

class Thing extends BaseEntity {
  readonly collection = 'things';
  readonly connecName = 'item';
  readonly externalName = 'thing';
  readonly mapper = mapper([map('name', 'name')]);
  nameFromConnec = () => undefined;
  nameFromExternal = () => undefined;
}

const thing: Entity<Client> = new Thing();
let server: ScriptedServer;
let context: Context<Client>;

beforeEach(async () => {
  server = await startScriptedServer();
  const connection = testConnection();
  const external = createClient(server.url, connection, { firstDelayMs: 1 });
  context = { external, organization: connection.organization } as Context<Client>;
});

// One record, what is answered about it, and a refusal with its reason.
const record = <%= tested.calls.record %>;
const answer = <%= tested.calls.answer %>;
const refusal = <%= tested.refusal.body %>;
const reason = <%= tested.refusal.message %>;

test('records are read and written, each by its own call', async () => {
  server.always = { body: answer };
<% if (tested.has.get) { -%>
  expect(await thing.getExternal(context, '7')).toEqual(record);
<% } -%>
<% if (tested.has.create) { -%>
<% if (tested.calls.location) { -%>
  server.answers = [{ status: 201, body: null, headers: { location: <%= tested.calls.location %> } }];
<% } -%>
  expect(await thing.createExternal(context, { name: 'Fern' }, 'key-1')).toEqual(record);
<% } -%>
<% if (tested.has.update) { -%>
  await thing.updateExternal(context, { name: 'Fern' }, '7');
<% } -%>
  expect(server.calls()).toEqual(<%= tested.calls.list %>);
<% if (tested.calls.written) { -%>
  const written = server.asked.filter(({ body }) => body !== '');
  expect(new Set(written.map(({ body }) => body))).toEqual(new Set([<%= tested.calls.written %>]));
<% if (tested.calls.key) { -%>
  expect(written[0]?.headers[<%= tested.calls.key %>]).toBe('key-1');
<% } -%>
<% } -%>
<% if (tested.sent) { -%>
  const credentials = <%= tested.sent %>;
  for (const { headers } of server.asked) expect(headers).toMatchObject(credentials);
<% } -%>
});

test('a collection is read page by page, to the last one', async () => {
  server.answers = <%= tested.listing.answers %>;
<% if (tested.listing.since) { -%>
  const since = <%= tested.listing.since %>;
<% } -%>
  const pages: JsonObject[][] = [];
  for await (const page of thing.listExternal(context, <%= tested.listing.since ? '{ since }' : '{}' %>)) pages.push(page);
  expect(pages).toEqual(<%= tested.listing.pages %>);
  expect(server.calls()).toEqual(<%= tested.listing.calls %>);
<% if (tested.listing.header) { -%>
  const condition = <%= tested.listing.header %>;
  for (const { headers } of server.asked) expect(headers).toMatchObject(condition);
<% } -%>
});
<% if (tested.listing.header) { %>
test('nothing was changed: nothing is read', async () => {
  server.answers = [{ status: 304, body: null }];
  for await (const page of thing.listExternal(context, {})) expect(page).toEqual([]);
  expect(server.asked).toHaveLength(1);
});
<% } -%>

test.each([400, 403, 409, 422])('an answer of %i refuses the record, and says why', async (status) => {
  server.always = { status, body: refusal };
  const error = await thing.<%= tested.tries %>.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(RecordError);
  expect(error).toMatchObject({ message: reason });
  expect(server.asked).toHaveLength(1);
});

test.each([408, 429, 500, 503])('an answer of %i refuses nothing: the record can wait', async (status) => {
  server.always = { status, body: refusal, headers: { 'retry-after': '0' } };
  const error = await thing.<%= tested.tries %>.catch((error: unknown) => error);
  expect(error).not.toBeInstanceOf(RecordError);
  expect(error).toMatchObject({ message: `answered ${status}: ${reason}` });
});

test('an answer of 404 says that the record is gone', async () => {
  server.always = { status: 404, body: refusal };
<% if (tested.writes) { -%>
  await expect(thing.<%= tested.tries %>).rejects.toBeInstanceOf(RecordNotFoundError);
<% } -%>
<% if (tested.has.get) { -%>
  expect(await thing.getExternal(context, '7')).toBeUndefined();
<% } -%>
});
