import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import samlp, { type AuthnRequest, type Options, type Request } from 'samlp';
import { SANDBOX_CERTIFICATE, SANDBOX_KEY } from '../../src/sandbox/hub/saml/sandbox-certificate.ts';

/** The identity provider of somebody else, samlp, listening where a connector expects its hub's. */
export interface ForeignProvider {
  url: string;
  certificate: string;
  /** What it was asked, oldest first. */
  asked: AuthnRequest[];
  /** The person who signs in, by the names of the attributes. */
  person: Record<string, string>;
  /** What it does differently from now on. */
  options: Partial<Options>;
  /** It answers with this status, and no assertion. */
  failure: { code: string; description: string } | null;
  close(): Promise<void>;
}

export async function startForeignProvider(person: Record<string, string>): Promise<ForeignProvider> {
  const server = createServer((request, response) => answer(provider, request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const provider: ForeignProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificate: SANDBOX_CERTIFICATE,
    asked: [],
    person,
    options: {},
    failure: null,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return provider;
}

function answer(provider: ForeignProvider, message: IncomingMessage, response: ServerResponse) {
  const fail = (error: unknown) => response.writeHead(500).end(String(error));
  const request = likeExpress(message, response, provider.person);
  samlp.parseRequest(request, {}, (error, asked) => {
    if (error || !asked) return fail(error ?? 'no SAMLRequest');
    provider.asked.push(asked);
    const { assertionConsumerServiceURL: acs, id: inResponseTo } = asked;
    const options: Options = {
      issuer: provider.url,
      cert: SANDBOX_CERTIFICATE,
      key: SANDBOX_KEY,
      audience: `${new URL(acs).origin}/`,
      recipient: acs,
      destination: acs,
      profileMapper: (user: Record<string, string>) => ({
        getClaims: () => user,
        getNameIdentifier: () => ({ nameIdentifier: user.uid }),
      }),
      ...provider.options,
    };
    const handle = provider.failure
      ? samlp.sendError({
          ...options,
          inResponseTo,
          error: provider.failure,
          getPostURL: (_, done) => done(null, acs),
        })
      : samlp.auth({ ...options, getPostURL: (_audience, _request, _http, done) => done(null, acs) });
    handle(request, response, fail);
  });
}

/** What samlp uses of Express. */
function likeExpress(message: IncomingMessage, response: ServerResponse, user: object): Request {
  Object.assign(response, {
    set: response.setHeader.bind(response),
    send: (body: unknown) => response.end(String(body)),
  });
  const query = Object.fromEntries(new URL(message.url ?? '', 'http://127.0.0.1').searchParams);
  return Object.assign(message, { query, user });
}
