import type { AnyEntity } from './complex-entity.ts';
import type { Organization } from './database.ts';

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
  /** A token to send now; refreshed first when it is about to expire. */
  accessToken(): Promise<string>;
  /**
   * A new token, after the application refused one with a 401. Asked for once at a time per organization.
   * @param refused the token that was refused: where it has been renewed already, that one is given.
   * @throws {UnauthorizedError} when the application does not give one.
   */
  refreshToken(refused?: string): Promise<string>;
  /** `fetch`, for the calls of the API client: the engine's observer is told of each. */
  readonly fetch?: typeof fetch;
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
  abstract readonly oauth: OAuthSettings;
  /** Where somebody without an account gets one. */
  readonly signUpLink?: string;

  /** The API client for one organization. An immutable value: it is never shared between organizations. */
  abstract client(connection: Connection): Client;

  /** Who was linked: called once, right after the tokens were received. */
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
