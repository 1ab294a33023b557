import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../src/client.ts';
import {
  type Connection,
  type Context,
  type JsonObject,
  map,
  mapper,
  RecordError,
  RecordNotFoundError,
  RunError,
  UnauthorizedError,
} from '../../src/engine/index.ts';
import { BaseEntity } from '../../src/entity.ts';

/** How the application answers one call; without an answer the connection is cut, or nothing is said at all. */
interface Answer {
  status?: number;
  body?: JsonObject;
  headers?: Record<string, string>;
  cut?: boolean;
  silent?: boolean;
}

interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
}

let server: Server;
let url: string;
let asked: Asked[];
/** The first calls are answered by these, in their order; all others with a record. */
let answers: Answer[];
let always: Answer | undefined;
let tokens: { given: string; renewals: string[] };
let client: Client;

beforeEach(async () => {
  asked = [];
  answers = [];
  always = undefined;
  tokens = { given: 'token 1', renewals: [] };
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
      });
      const { status = 200, body = { id: 7 }, headers, cut, silent } = answers.shift() ?? always ?? {};
      if (cut) request.socket.destroy();
      else if (!silent)
        response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createClient(url, connection(), { firstDelayMs: 1 });
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

function connection(renew = async () => `token ${tokens.renewals.length + 1}`): Connection {
  return {
    organization: {} as Connection['organization'],
    accessToken: async () => tokens.given,
    async refreshToken(refused = '') {
      tokens.renewals.push(refused);
      tokens.given = await renew();
      return tokens.given;
    },
  };
}

const calls = () => asked.map(({ method, path }) => `${method} ${path}`);
const refused = (status: number, message: string): Answer => ({ status, body: { error: { message } } });

class Thing extends BaseEntity {
  readonly collection = 'things';
  readonly connecName = 'item';
  readonly externalName = 'Thing';
  readonly mapper = mapper([map('name', 'name')]);
  nameFromConnec = () => undefined;
  nameFromExternal = () => undefined;
}

describe('what is only read or written over', () => {
  test.each(['get', 'put'] as const)('is tried again when it fails in passing: %s', async (method) => {
    answers = [{ status: 503 }, { cut: true }, { status: 500 }, { status: 429 }];
    expect(method === 'get' ? await client.get('things/7') : await client.put('things/7', {})).toEqual({
      id: 7,
    });
    expect(asked).toHaveLength(5);
  });

  test('is tried again when nothing is answered in time', async () => {
    const impatient = createClient(url, connection(), { firstDelayMs: 1, timeoutMs: 100 });
    answers = [{ silent: true }];
    expect(await impatient.get('things/7')).toEqual({ id: 7 });
    expect(asked).toHaveLength(2);
  });

  test('is given up after five times in all', async () => {
    always = { status: 500 };
    await expect(client.get('things/7')).rejects.toThrow();
    expect(asked).toHaveLength(5);
  });
});

describe('a creation', () => {
  test('carries its key from the entity to the application', async () => {
    const context = { external: client } as Context<Client>;
    await new Thing().createExternal(context, { name: 'Fern' }, 'key-1');
    expect(asked).toMatchObject([
      { method: 'POST', path: '/api/things', headers: { 'idempotency-key': 'key-1' } },
    ]);
  });

  test.each<[string, Answer]>([
    ['the connection is lost', { cut: true }],
    ['nothing is answered in time', { silent: true }],
    ['the server fails', { status: 500 }],
    ['a gateway gives up', { status: 504 }],
    ['the server is busy', { status: 503, headers: { 'retry-after': '0' } }],
  ])('is not tried again when %s: nobody knows whether it was done', async (_why, answer) => {
    const impatient = createClient(url, connection(), { firstDelayMs: 1, timeoutMs: 100 });
    always = answer;
    const error = await impatient.post('things', { name: 'Fern' }, 'key-1').catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RecordError);
    expect(calls()).toEqual(['POST /api/things']);
  });

  test('is tried again when there were too many requests: it was surely not done', async () => {
    answers = [{ status: 429 }, { status: 429 }];
    expect(await client.post('things', { name: 'Fern' }, 'key-1')).toEqual({ id: 7 });
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-1', 'key-1']);
  });
});

test.each(['get', 'post'] as const)(
  '%s waits as long as the application says, and no longer',
  async (method) => {
    const slow = createClient(url, connection(), { firstDelayMs: 600_000 });
    answers = [{ status: 429, headers: { 'retry-after': '0' } }];
    await (method === 'get' ? slow.get('things/7') : slow.post('things', {}, 'key-1'));
    expect(asked).toHaveLength(2);
  },
);

test('repetitions are counted over the life of the client: an application that is down does not take the run long', async () => {
  const tired = createClient(url, connection(), { firstDelayMs: 1, repetitions: 3 });
  always = { status: 503, headers: { 'retry-after': '0' } };
  await expect(tired.get('things/1')).rejects.toThrow();
  expect(asked).toHaveLength(4);
  always = { status: 503, headers: { 'retry-after': '60' } };
  for (let i = 0; i < 3; i += 1) await expect(tired.get('things/1')).rejects.toThrow();
  expect(asked).toHaveLength(7);
});

describe('an answer that is no success', () => {
  test.each([400, 403, 409, 422])(
    'of %i refuses the record, in the words of the application',
    async (status) => {
      answers = [refused(status, 'a name is missing')];
      const error = await client.post('things', {}, 'key-1').catch((error: unknown) => error);
      expect(error).toBeInstanceOf(RecordError);
      expect(error).toMatchObject({ message: 'a name is missing' });
      expect(asked).toHaveLength(1);
    },
  );

  test('of 404 says that the record is gone', async () => {
    always = refused(404, 'there is no thing 7');
    await expect(client.put('things/7', {})).rejects.toBeInstanceOf(RecordNotFoundError);
    expect(await new Thing().getExternal({ external: client } as Context<Client>, '7')).toBeUndefined();
  });

  test.each([429, 408, 500, 503])('of %i that stays refuses nothing: the record can wait', async (status) => {
    always = { ...refused(status, 'not now'), headers: { 'retry-after': '0' } };
    const error = await client.put('things/7', {}).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RecordError);
    expect(error).toMatchObject({ message: `answered ${status}: not now` });
  });
});

describe('an access token that is refused', () => {
  test('is renewed once, and the call repeated with its body, a creation too', async () => {
    answers = [{ status: 401 }];
    expect(await client.post('things', { name: 'Fern' }, 'key-1')).toEqual({ id: 7 });
    expect(tokens.renewals).toEqual(['token 1']);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token 1', 'Bearer token 2']);
    expect(asked[1]?.headers).toMatchObject({ 'idempotency-key': 'key-1', 'content-length': '15' });
  });

  test('the new one is used when the call is tried again', async () => {
    answers = [{ status: 401 }, { status: 503 }];
    await client.get('things/7');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token 1',
      'Bearer token 2',
      'Bearer token 2',
    ]);
  });

  test('and the new one too: the account must be linked again', async () => {
    always = { status: 401 };
    await expect(client.get('things/7')).rejects.toBeInstanceOf(UnauthorizedError);
    expect(asked).toHaveLength(2);
  });

  test('and cannot be renewed: that is told once, and not tried again', async () => {
    always = { status: 401 };
    const lost = createClient(
      url,
      connection(async () => {
        throw new RunError('Acme did not renew its access');
      }),
      { firstDelayMs: 1 },
    );
    await expect(lost.get('things/7')).rejects.toThrow('Acme did not renew its access');
    expect(tokens.renewals).toHaveLength(1);
  });

  test('a creation whose repetition is cut off is not made a third time', async () => {
    answers = [{ status: 401 }, { cut: true }];
    await expect(client.post('things', {}, 'key-1')).rejects.toThrow();
    expect(asked).toHaveLength(2);
  });
});

test('a collection is read page by page, to the last one', async () => {
  answers = [
    { body: { things: [{ id: 1 }], next_page: 2 } },
    { body: { things: [{ id: 2 }], next_page: null } },
  ];
  const pages: JsonObject[][] = [];
  for await (const page of client.pages('things', { updated_since: '2026-01-01' })) pages.push(page);
  expect(pages).toEqual([[{ id: 1 }], [{ id: 2 }]]);
  expect(calls()).toEqual([
    'GET /api/things?updated_since=2026-01-01&page=1&per_page=50',
    'GET /api/things?updated_since=2026-01-01&page=2&per_page=50',
  ]);
});
