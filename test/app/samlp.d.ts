/** As much of samlp, which brings no types, as is used here. */
declare module 'samlp' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type Request = IncomingMessage & { query: Record<string, string>; user?: object };
  export type Handler = (request: Request, response: ServerResponse, next: (error?: unknown) => void) => void;

  export interface AuthnRequest {
    id: string;
    issuer: string;
    destination: string;
    assertionConsumerServiceURL: string;
  }

  export interface Options {
    issuer: string;
    cert: string;
    key: string;
    audience?: string;
    recipient?: string;
    destination?: string;
    signAssertion?: boolean;
    signResponse?: boolean;
    signatureAlgorithm?: 'rsa-sha1' | 'rsa-sha256';
    digestAlgorithm?: 'sha1' | 'sha256';
    signatureNamespacePrefix?: string;
    encryptionPublicKey?: string;
    encryptionCert?: string;
    lifetimeInSeconds?: number;
    profileMapper?: (user: never) => object;
  }

  const samlp: {
    auth(
      options: Options & {
        getPostURL(
          audience: string,
          request: unknown,
          http: Request,
          done: (error: null, url: string) => void,
        ): void;
      },
    ): Handler;
    sendError(
      options: Options & {
        error: { code: string; description: string };
        inResponseTo: string;
        getPostURL(http: Request, done: (error: null, url: string) => void): void;
      },
    ): Handler;
    parseRequest(request: Request, options: object, done: (error: unknown, data: AuthnRequest) => void): void;
  };
  export default samlp;
}
