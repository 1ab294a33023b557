import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Connection, JsonValue } from '../../src/engine/index.ts';

/** How one call is answered; without an answer the connection is cut, or nothing is said at all. */
export interface ScriptedAnswer {
  /** Default 200. */
  status?: number;
  /** Default `{ id: 7 }`; null sends none. */
  body?: JsonValue;
  headers?: Record<string, string>;
  cut?: boolean;
  silent?: boolean;
}

export interface Asked {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  /** As it was sent: text. */
  body: string;
}

/** A server that answers as it was told, and remembers what it was asked. */
export interface ScriptedServer {
  url: string;
  asked: Asked[];
  /** The first calls are answered by these, in their order; all others by `always`. */
  answers: ScriptedAnswer[];
  always: ScriptedAnswer;
  /** "GET /things/7", for each call. */
  calls(): string[];
}

/** Listens on a free port until the test is over. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const scripted: ScriptedServer = {
    url: '',
    asked: [],
    answers: [],
    always: {},
    calls: () => scripted.asked.map(({ method, path }) => `${method} ${path}`),
  };
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const body = (await request.toArray()).join('');
    scripted.asked.push({ method, path, headers, body });
    const answer = scripted.answers.shift() ?? scripted.always;
    if (answer.cut) request.socket.destroy();
    if (answer.cut || answer.silent) return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === null ? '' : JSON.stringify(answer.body ?? { id: 7 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  scripted.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return scripted;
}

/** A linked account whose token is "token 1", and after each renewal the next one. */
export interface TestConnection extends Connection {
  /** The tokens that were refused. */
  refused: (string | undefined)[];
}

export function testConnection(
  parts: { oauthUid?: string; renew?: () => Promise<string> } = {},
): TestConnection {
  const refused: (string | undefined)[] = [];
  let token = 'token 1';
  return {
    organization: { oauthUid: parts.oauthUid ?? 'uid-1' } as Connection['organization'],
    refused,
    credentials: {},
    accessToken: async () => token,
    async refreshToken(old) {
      refused.push(old);
      token = parts.renew ? await parts.renew() : `token ${refused.length + 1}`;
      return token;
    },
  };
}
