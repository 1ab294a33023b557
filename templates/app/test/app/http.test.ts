import { HTTPError } from 'ky';
import { beforeEach, describe, expect, test } from 'vitest';
import { RunError, UnauthorizedError } from '../../src/engine/index.ts';
import { createHttp, type Patience, type Send } from '../../src/http.ts';
import {
  type ScriptedAnswer,
  type ScriptedServer,
  startScriptedServer,
  type TestConnection,
  testConnection,
} from '../support/scripted-server.ts';

let server: ScriptedServer;
let connection: TestConnection;
let http: Send;

beforeEach(async () => {
  server = await startScriptedServer();
  connection = testConnection();
  http = httpWith({});
});

const httpWith = (patience: Patience, account = connection) =>
  createHttp(`${server.url}/api`, account, { firstDelayMs: 1, ...patience });
const tokensSent = () => server.asked.map(({ headers }) => headers.authorization);
const creation = { json: { name: 'Fern' }, headers: { 'idempotency-key': 'key-1' } };

describe('what is only read or written over', () => {
  test.each(['get', 'put', 'patch'] as const)(
    'is tried again when it fails in passing: %s',
    async (method) => {
      server.answers = [{ status: 503 }, { cut: true }, { status: 500 }, { status: 429 }];
      expect(await http(method, 'things/7', method === 'get' ? {} : { json: {} }).json()).toEqual({ id: 7 });
      expect(server.asked).toHaveLength(5);
    },
  );

  test('is tried again when nothing is answered in time', async () => {
    server.answers = [{ silent: true }];
    expect(await httpWith({ timeoutMs: 100 })('get', 'things/7').json()).toEqual({ id: 7 });
    // A busy machine may take longer than that for the second answer as well.
    expect(server.asked.length).toBeGreaterThanOrEqual(2);
  });

  test('is given up after five times in all', async () => {
    server.always = { status: 500 };
    await expect(http('get', 'things/7')).rejects.toThrow();
    expect(server.asked).toHaveLength(5);
  });
});

describe('a creation', () => {
  test.each<[string, ScriptedAnswer]>([
    ['the connection is lost', { cut: true }],
    ['nothing is answered in time', { silent: true }],
    ['the server fails', { status: 500 }],
    ['a gateway gives up', { status: 504 }],
    ['the server is busy', { status: 503, headers: { 'retry-after': '0' } }],
  ])('is not tried again when %s: nobody knows whether it was done', async (_why, answer) => {
    server.always = answer;
    await expect(httpWith({ timeoutMs: 100 })('post', 'things', creation)).rejects.toThrow();
    expect(server.calls().length).toBeLessThanOrEqual(1); // A busy machine may give up before it has asked.
  });

  test('is tried again when there were too many requests: it was surely not done', async () => {
    server.answers = [{ status: 429 }, { status: 429 }];
    expect(await http('post', 'things', creation).json()).toEqual({ id: 7 });
    const keys = server.asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(['key-1', 'key-1', 'key-1']);
  });
});

test.each(['get', 'post'] as const)(
  '%s waits as long as the application says, and no longer',
  async (method) => {
    server.answers = [{ status: 429, headers: { 'retry-after': '0' } }];
    await httpWith({ firstDelayMs: 600_000 })(method, 'things', method === 'get' ? {} : creation);
    expect(server.asked).toHaveLength(2);
  },
);

test('repetitions are counted over the life of the client: an application that is down does not take the run long', async () => {
  const tired = httpWith({ repetitions: 3 });
  server.always = { status: 503, headers: { 'retry-after': '0' } };
  await expect(tired('get', 'things/1')).rejects.toThrow();
  expect(server.asked).toHaveLength(4);
  server.always = { status: 503, headers: { 'retry-after': '60' } };
  for (let i = 0; i < 3; i += 1) await expect(tired('get', 'things/1')).rejects.toThrow();
  expect(server.asked).toHaveLength(7);
});

test('a refusal is not tried again, and is told as it was answered', async () => {
  server.always = { status: 422 };
  await expect(http('put', 'things/7', { json: {} })).rejects.toBeInstanceOf(HTTPError);
  expect(server.asked).toHaveLength(1);
});

describe('an access token that is refused', () => {
  test('is renewed once, and the call repeated with its body, a creation too', async () => {
    server.answers = [{ status: 401 }];
    expect(await http('post', 'things', creation).json()).toEqual({ id: 7 });
    expect(connection.refused).toEqual(['token 1']);
    expect(tokensSent()).toEqual(['Bearer token 1', 'Bearer token 2']);
    expect(server.asked[1]).toMatchObject({
      headers: { 'idempotency-key': 'key-1' },
      body: JSON.stringify(creation.json),
    });
  });

  test('the new one is used when the call is tried again', async () => {
    server.answers = [{ status: 401 }, { status: 503 }];
    await http('get', 'things/7');
    expect(tokensSent()).toEqual(['Bearer token 1', 'Bearer token 2', 'Bearer token 2']);
  });

  test('and the new one too: the account must be linked again', async () => {
    server.always = { status: 401 };
    await expect(http('get', 'things/7')).rejects.toBeInstanceOf(UnauthorizedError);
    expect(server.asked).toHaveLength(2);
  });

  test('and cannot be renewed: that is told once, and not tried again', async () => {
    server.always = { status: 401 };
    const account = testConnection({
      async renew() {
        throw new RunError('Acme did not renew its access');
      },
    });
    await expect(httpWith({}, account)('get', 'things/7')).rejects.toThrow('Acme did not renew its access');
    expect(account.refused).toHaveLength(1);
  });

  test('a creation whose repetition is cut off is not made a third time', async () => {
    server.answers = [{ status: 401 }, { cut: true }];
    await expect(http('post', 'things', creation)).rejects.toThrow();
    expect(server.asked).toHaveLength(2);
  });
});

test('a key is put where the application wants it, in each repetition, and is never renewed', async () => {
  const account = testConnection({
    async renew() {
      throw new UnauthorizedError('it gave no refresh token');
    },
  });
  const withKey = createHttp(server.url, account, { firstDelayMs: 1 }, (request, key) => {
    const url = new URL(request.url);
    url.searchParams.set('key', key);
    return new Request(url, request);
  });
  server.answers = [{ status: 503 }, {}, { status: 401 }];
  await withKey('patch', 'things/7?a=b', { json: { name: 'Fern' } });
  await expect(withKey('get', 'things/8')).rejects.toBeInstanceOf(UnauthorizedError);
  expect(server.calls()).toEqual([
    'PATCH /things/7?a=b&key=token+1',
    'PATCH /things/7?a=b&key=token+1',
    'GET /things/8?key=token+1',
  ]);
  expect(server.asked[1]?.body).toBe('{"name":"Fern"}');
  expect(account.refused).toEqual(['token 1']);
});

test('of a name and a password it is told, too, which were refused', async () => {
  const present = (request: Request, secret: string) => {
    request.headers.set('authorization', `Basic ${btoa(secret)}`);
    return request;
  };
  server.answers = [{ status: 401 }];
  await createHttp(server.url, connection, { firstDelayMs: 1 }, present)('get', 'things/7');
  expect(connection.refused).toEqual(['token 1']);
  expect(tokensSent()).toEqual([`Basic ${btoa('token 1')}`, `Basic ${btoa('token 2')}`]);
});

test('every call goes through the fetch that the connection brings, a renewed one too: it is counted there', async () => {
  const calls: string[] = [];
  const account = {
    ...testConnection(),
    fetch: (async (input, init) => {
      calls.push(input instanceof Request ? input.method : String(input));
      return fetch(input, init);
    }) as typeof fetch,
  };
  server.answers = [{ status: 503 }, { status: 401 }];
  await createHttp(server.url, account, { firstDelayMs: 1 })('get', 'things/7');
  expect(calls).toEqual(['GET', 'GET', 'GET']);
});
