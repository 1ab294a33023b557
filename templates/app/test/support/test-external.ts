import type { Config } from '../../src/config.ts';
import {
  type AnyEntity,
  type Connection,
  Entity,
  External,
  type LinkForm,
  linkFormOf,
  map,
  mapper,
  type OAuthSettings,
  type Organization,
  RecordNotFoundError,
  type Subscription,
  UnauthorizedError,
  type Webhooks,
} from '../../src/engine/index.ts';

/**
 * An application for the tests of the web side, so that they hold whatever this connector's own one is called and
 * whichever entities it has. It links against the sandbox's Acme; its records never travel.
 */
export class TestExternal extends External<Connection> {
  readonly name = 'Acme';
  readonly provider = 'acme';
  readonly entities: readonly AnyEntity<Connection>[] = [new Account(), new Contact()];
  readonly linking: OAuthSettings | LinkForm;
  override readonly signUpLink: string;
  readonly url: string;

  constructor({ url, clientId, clientSecret }: Config['external']) {
    super();
    this.url = url;
    this.signUpLink = url;
    this.linking = {
      authorizationEndpoint: `${url}/oauth/authorize`,
      tokenEndpoint: `${url}/oauth/token`,
      clientId,
      clientSecret,
      scopes: [],
    };
  }

  client(connection: Connection): Connection {
    return connection;
  }

  async account(connection: Connection) {
    const { account } = (await this.call(connection, 'GET', 'me')) as {
      account: { id: string; name: string };
    };
    return { uid: account.id, name: account.name };
  }

  override home(): string {
    return this.url;
  }

  override recordLink(_organization: Organization, entity: string, id: string): string {
    return `${this.url}/${entity}/${id}`;
  }

  /** One call to Acme, with the token or the key of the account. */
  async call(connection: Connection, method: string, path: string, body?: object): Promise<unknown> {
    const secret = await connection.accessToken();
    const header = linkFormOf(this) ? ['x-api-key', secret] : ['authorization', `Bearer ${secret}`];
    const response = await (connection.fetch ?? fetch)(`${this.url}/api/${path}`, {
      method,
      headers: Object.fromEntries([header, ...(body ? [['content-type', 'application/json']] : [])]),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (response.status === 401) throw new UnauthorizedError('refused');
    if (response.status === 404) throw new RecordNotFoundError('gone');
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  }
}

/** The same, linked by an API key. */
export class KeyExternal extends TestExternal {
  override readonly linking: LinkForm = {
    fields: [
      { name: 'region', label: 'Region', kind: 'select', options: { eu: 'Europe', us: 'United States' } },
      { name: 'apiKey', label: 'API key', kind: 'password', hint: 'On the first page of Acme.' },
      { name: 'note', label: 'Note', kind: 'text', required: false },
    ],
    secret: ({ apiKey = '' }) => apiKey,
  };
}

/** The same, which tells of changes: by contacts that are read by their ids. */
export class TellingExternal extends TestExternal {
  override readonly webhooks: Webhooks<Connection> = {
    subscribe: async (connection, { address, secret }) =>
      (await this.call(connection, 'POST', 'webhooks', { url: address, secret })) as Subscription,
    unsubscribe: async (connection, id) => {
      await this.call(connection, 'DELETE', `webhooks/${id}`);
    },
    proof: ({ headers, body }) => ({
      content: `${headers['x-acme-timestamp']}.${headers['x-acme-delivery']}.${body}`,
      signature: headers['x-acme-signature'] ?? '',
      encoding: 'hex',
      signedAt: new Date(Number(headers['x-acme-timestamp']) * 1000),
    }),
    read: ({ headers, body }) => ({
      deliveryId: headers['x-acme-delivery'],
      ids: { contact: [String(JSON.parse(body).record.id)] },
    }),
  };
}

abstract class StandingStill extends Entity<Connection> {
  readonly mapper = mapper([map('name', 'name')]);
  nameFromConnec = () => undefined;
  nameFromExternal = () => undefined;
  idFromExternal = () => '';
  updatedAtFromExternal = () => undefined;
  createdAtFromExternal = () => undefined;
  async *listExternal() {}
  getExternal = async () => undefined;
  createExternal = async () => ({});
  updateExternal = async () => undefined;
}

class Account extends StandingStill {
  readonly connecName = 'organization';
  readonly externalName = 'Account';
}

class Contact extends StandingStill {
  readonly connecName = 'person';
  readonly externalName = 'Contact';
}
