import { type Client, createClient } from './client.ts';
import { <%= account ? '' : 'type Account, ' %>type Connection, External } from './engine/index.ts';
import { entities } from './entities/index.ts';

/** Where the application is, and how it knows this connector: EXTERNAL_* in the environment. */
export interface ApplicationSettings {
  url: string;
  clientId: string;
  clientSecret: string;
}

/** The application this connector keeps in step with Connec!. */
export class Application extends External<Client> {
  readonly name = <%= names.name %>;
  readonly provider = <%= names.provider %>;
  readonly entities = entities;
  readonly oauth;
  readonly #url: string;

  constructor({ url, clientId, clientSecret }: ApplicationSettings) {
    super();
    this.#url = url;
<%= oauth.todo -%>
    this.oauth = {
      authorizationEndpoint: <%= oauth.authorizationEndpoint %>,
      tokenEndpoint: <%= oauth.tokenEndpoint %>,
      clientId,
      clientSecret,
      scopes: <%= oauth.scopes %>,
    };
  }

  client(connection: Connection): Client {
    return createClient(this.#url, connection);
  }

<% if (account) { -%>
  async account(client: Client) {
    <%= account.read %>
<%= account.todo -%>
    return { uid: <%= account.uid %>, name: <%= account.name %> };
  }
<% } else { -%>
<%= accountTodo -%>
  async account(): Promise<Account> {
    throw new Error('src/external.ts does not say yet whose account was linked');
  }
<% } -%>
}
