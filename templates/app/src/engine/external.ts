import type { AnyEntity } from './complex-entity.ts';
import type { Organization } from './database.ts';
import type { Credentials, LinkForm } from './link-form.ts';
import type { TimedFetch } from './timed-fetch.ts';
import type { Webhooks } from './webhooks.ts';

/** The OAuth 2 addresses and credentials of the external application (RFC 6749, with PKCE). */
export interface OAuthSettings {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  clientId: string;
  clientSecret: string;
  scopes: readonly string[];
}

/** One organization's access to its account. */
export interface Connection {
  readonly organization: Organization;
  /** What to send now: a token, refreshed first when it is about to expire, or the secret of the link form. */
  accessToken(): Promise<string>;
  /**
   * Another one, after the application refused it with a 401. Asked for once at a time per organization.
   * @param refused what was refused: where it has been renewed already, or entered anew, that is given.
   * @throws {UnauthorizedError} when there is none.
   */
  refreshToken(refused?: string): Promise<string>;
  /** What was entered into the link form; empty for an account that was linked by OAuth. */
  readonly credentials: Credentials;
  /** `fetch`, for the calls of the API client: each waits for its turn, and the engine's observer is told of it. */
  readonly fetch?: TimedFetch;
}

/** The account that was linked, as the application knows it. */
export interface Account {
  uid: string;
  name: string;
}

/** The external application. A connector extends it once, in src/external.ts. */
export abstract class External<Client = unknown> {
  /** As people read it: "Acme". */
  abstract readonly name: string;
  /** As the hub stores it in id arrays: "acme". Never change it once a customer is linked. */
  abstract readonly provider: string;
  /** In the order they are synchronized: what is referred to comes before what refers to it. */
  abstract readonly entities: readonly AnyEntity<Client>[];
  /** How an account is linked: by OAuth 2, or by a form that asks for an API key or a password. */
  abstract readonly linking: OAuthSettings | LinkForm;
  /** Where somebody without an account gets one. */
  readonly signUpLink?: string;
  /** How the application tells of changes as they happen, where it does. */
  readonly webhooks?: Webhooks<Client>;

  /** The API client for one organization. An immutable value: it is never shared between organizations. */
  abstract client(connection: Connection): Client;

  /** Who was linked: called right after the tokens were received, or the form was filled in. */
  abstract account(client: Client): Promise<Account>;

  /** Where a person uses the application. */
  home(_organization: Organization): string | undefined {
    return undefined;
  }

  /** Where a person sees one record in the application. */
  recordLink(_organization: Organization, _entity: string, _id: string): string | undefined {
    return undefined;
  }
}

/** The form by which accounts are linked; undefined where it is done by OAuth. */
export function linkFormOf({ linking }: Pick<External, 'linking'>): LinkForm | undefined {
  return 'fields' in linking ? linking : undefined;
}

/** The other way round. */
export function oauthOf({ linking }: Pick<External, 'linking'>): OAuthSettings | undefined {
  return 'fields' in linking ? undefined : linking;
}
