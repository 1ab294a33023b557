import { type Client, createClient } from './client.ts';
<%= engineImports %>
import { entities } from './entities/index.ts';

<% if (form) { -%>
/** Where the application is: EXTERNAL_URL in the environment. */
export interface ApplicationSettings {
  url: string;
}
<% } else { -%>
/** Where the application is, and how it knows this connector: EXTERNAL_* in the environment. */
export interface ApplicationSettings {
  url: string;
  clientId: string;
  clientSecret: string;
}
<% } -%>

/** The application this connector keeps in step with Connec!. */
export class Application extends External<Client> {
  readonly name = <%= names.name %>;
  readonly provider = <%= names.provider %>;
  readonly entities = entities;
<% if (form) { -%>
  readonly linking: LinkForm = <%= form %>;
  /** Where somebody without an account gets one: no description tells that. */
  override readonly signUpLink: string = '';
  readonly #url: string;

  constructor({ url }: ApplicationSettings) {
    super();
    this.#url = url;
  }
<% } else { -%>
  readonly linking;
  /** Where somebody without an account gets one: no description tells that. */
  override readonly signUpLink: string = '';
  readonly #url: string;

  constructor({ url, clientId, clientSecret }: ApplicationSettings) {
    super();
    this.#url = url;
<%= oauth.todo -%>
    this.linking = {
      authorizationEndpoint: <%= oauth.authorizationEndpoint %>,
      tokenEndpoint: <%= oauth.tokenEndpoint %>,
      clientId,
      clientSecret,
      scopes: <%= oauth.scopes %>,
    };
  }
<% } -%>

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
<% } %>
  /** Where a person uses the application. */
  override home(): string | undefined {
    return <%= home %>;
  }

  /** Where a person sees one record, by the entity's external name in small letters: no description tells that. */
  override recordLink(_organization: Organization, _entity: string, _id: string): string | undefined {
    return undefined;
  }
}
