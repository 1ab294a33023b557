import { beforeEach, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../src/client.ts';
import {
  type Context,
  type JsonObject,
  map,
  mapper,
  type Organization,
  partsOf,
  RecordError,
  RecordNotFoundError,
} from '../../src/engine/index.ts';
import { BaseEntity } from '../../src/entity.ts';
import { Application } from '../../src/external.ts';
import {
  type ScriptedAnswer,
  type ScriptedServer,
  startScriptedServer,
  testConnection,
} from '../support/scripted-server.ts';

let server: ScriptedServer;
let client: Client;
let context: Context<Client>;

beforeEach(async () => {
  server = await startScriptedServer();
  client = createClient(server.url, testConnection(), { firstDelayMs: 1 });
  context = { external: client } as Context<Client>;
});

class Thing extends BaseEntity {
  readonly collection = 'things';
  readonly connecName = 'item';
  readonly externalName = 'Thing';
  readonly mapper = mapper([map('name', 'name')]);
  nameFromConnec = () => undefined;
  nameFromExternal = () => undefined;
}

const refusal = (status: number, message: string): ScriptedAnswer => ({
  status,
  body: { error: { message } },
});
const thing = new Thing();

test('records are read, created under a key, and updated', async () => {
  expect(await thing.getExternal(context, '7')).toEqual({ id: 7 });
  expect(await thing.createExternal(context, { name: 'Fern' }, 'key-1')).toEqual({ id: 7 });
  expect(await thing.updateExternal(context, { name: 'Fern' }, '7')).toEqual({ id: 7 });
  expect(server.calls()).toEqual(['GET /api/things/7', 'POST /api/things', 'PUT /api/things/7']);
  expect(server.asked[1]).toMatchObject({ headers: { 'idempotency-key': 'key-1' }, body: '{"name":"Fern"}' });
  expect(server.asked[2]?.body).toBe('{"name":"Fern"}');
});

test('what is deleted answers nothing', async () => {
  server.answers = [{ status: 204, body: null }];
  expect(await client.delete('things/7')).toBeUndefined();
  expect(server.calls()).toEqual(['DELETE /api/things/7']);
});

test('a collection is read page by page, to the last one', async () => {
  server.answers = [
    { body: { things: [{ id: 1 }], next_page: 2 } },
    { body: { things: [{ id: 2 }], next_page: null } },
  ];
  const pages: JsonObject[][] = [];
  const since = new Date('2026-01-01T00:00:00Z');
  for await (const page of thing.listExternal(context, { since })) pages.push(page);
  expect(pages).toEqual([[{ id: 1 }], [{ id: 2 }]]);
  expect(server.calls()).toEqual([
    'GET /api/things?updated_since=2026-01-01T00%3A00%3A00.000Z&page=1&per_page=50',
    'GET /api/things?updated_since=2026-01-01T00%3A00%3A00.000Z&page=2&per_page=50',
  ]);
});

describe('an answer that is no success', () => {
  test.each([400, 403, 409, 422])(
    'of %i refuses the record, in the words of the application',
    async (status) => {
      server.answers = [refusal(status, 'a name is missing')];
      const error = await client.post('things', {}, 'key-1').catch((error: unknown) => error);
      expect(error).toBeInstanceOf(RecordError);
      expect(error).toMatchObject({ message: 'a name is missing' });
      expect(server.asked).toHaveLength(1);
    },
  );

  test('of 404 says that the record is gone', async () => {
    server.always = refusal(404, 'there is no thing 7');
    await expect(client.put('things/7', {})).rejects.toBeInstanceOf(RecordNotFoundError);
    expect(await thing.getExternal(context, '7')).toBeUndefined();
  });

  test.each([429, 408, 500, 503])('of %i that stays refuses nothing: the record can wait', async (status) => {
    server.always = { ...refusal(status, 'not now'), headers: { 'retry-after': '0' } };
    const error = await client.put('things/7', {}).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RecordError);
    expect(error).toMatchObject({ message: `answered ${status}: not now` });
  });

  test('a creation that fails refuses nothing either: nobody knows whether it was done', async () => {
    server.always = { cut: true };
    const error = await client.post('things', {}, 'key-1').catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RecordError);
  });
});

test('every record has a page and an id, as its entity has them', () => {
  const application = new Application({
    url: 'https://acme.example',
    clientId: 'id',
    clientSecret: 'secret',
  });
  const organization = { oauthUid: 'north' } as Organization;
  for (const part of application.entities.flatMap((entity) => partsOf<Client>(entity)) as BaseEntity[]) {
    const name = part.externalName.toLowerCase();
    const links = ['7', `${name}-7`].map((id) => application.recordLink(organization, name, id));
    expect(new Set(links)).toEqual(new Set([`https://acme.example/north/${part.collection}/7`]));
    const told = application.webhooks.read({
      headers: {},
      body: `{"event":"${name}.updated","record":{"id":7}}`,
    });
    expect(told?.ids).toEqual({ [name]: [String(part.idFromExternal({ id: 7 }))] });
  }
  expect(application.recordLink(organization, 'unicorn', '7')).toBeUndefined();
});
