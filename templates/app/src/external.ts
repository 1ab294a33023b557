import { type Client, createClient } from './client.ts';
import { type Connection, External, type Organization } from './engine/index.ts';
import { entities } from './entities/index.ts';

/** Where the application is, and how it knows this connector: EXTERNAL_* in the environment. */
export interface ApplicationSettings {
  url: string;
  clientId: string;
  clientSecret: string;
}

/** The application this connector keeps in step with Connec!. */
export class Application extends External<Client> {
  readonly name = 'Acme';
  readonly provider = 'acme';
  readonly entities = entities;
  readonly oauth;
  override readonly signUpLink: string;
  readonly #url: string;

  constructor({ url, clientId, clientSecret }: ApplicationSettings) {
    super();
    this.#url = url;
    this.signUpLink = url;
    this.oauth = {
      authorizationEndpoint: `${url}/oauth/authorize`,
      tokenEndpoint: `${url}/oauth/token`,
      clientId,
      clientSecret,
      scopes: [],
    };
  }

  client(connection: Connection): Client {
    return createClient(this.#url, connection);
  }

  async account(client: Client) {
    const { account } = (await client.get('me')) as { account: { id: string; name: string } };
    return { uid: String(account.id), name: account.name };
  }

  override home(): string {
    return this.#url;
  }

  override recordLink({ oauthUid }: Organization, entity: string, id: string): string {
    return `${this.#url}/${oauthUid}/${entity}s/${id}`;
  }
}
