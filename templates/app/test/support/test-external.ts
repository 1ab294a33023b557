import type { Config } from '../../src/config.ts';
import { type Connection, Entity, External, map, mapper, type Organization } from '../../src/engine/index.ts';

/**
 * An application for the tests of the web side, so that they hold whatever this connector's own one is called and
 * whichever entities it has. It links against the sandbox's Acme; its records never travel.
 */
export class TestExternal extends External<Connection> {
  readonly name = 'Acme';
  readonly provider = 'acme';
  readonly entities = [new Account(), new Contact()];
  readonly oauth;
  override readonly signUpLink: string;
  readonly #url: string;

  constructor({ url, clientId, clientSecret }: Config['external']) {
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

  client(connection: Connection): Connection {
    return connection;
  }

  async account(connection: Connection) {
    const headers = { authorization: `Bearer ${await connection.accessToken()}` };
    const response = await fetch(`${this.#url}/api/me`, { headers });
    const { account } = (await response.json()) as { account: { id: string; name: string } };
    return { uid: account.id, name: account.name };
  }

  override home(): string {
    return this.#url;
  }

  override recordLink(_organization: Organization, entity: string, id: string): string {
    return `${this.#url}/${entity}/${id}`;
  }
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
