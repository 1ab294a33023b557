import { type Client, createClient } from './client.ts';
import { type Connection, External, type Organization, partsOf, type Webhooks } from './engine/index.ts';
import { entities } from './entities/index.ts';
import { BaseEntity } from './entity.ts';

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
  readonly linking;
  override readonly signUpLink: string;
  readonly #url: string;

  constructor({ url, clientId, clientSecret }: ApplicationSettings) {
    super();
    this.#url = url;
    this.signUpLink = url;
    this.linking = {
      authorizationEndpoint: `${url}/oauth/authorize`,
      tokenEndpoint: `${url}/oauth/token`,
      clientId,
      clientSecret,
      scopes: [],
    };
  }

  /** Acme signs what it sends with the secret that it was given, together with the time and the delivery's name. */
  override readonly webhooks: Webhooks<Client> = {
    async subscribe(client, { address, secret }) {
      const { id } = await client.post('webhooks', { url: address, secret }, address);
      return { id: id as string };
    },

    async unsubscribe(client, id) {
      await client.delete(`webhooks/${id}`);
    },

    proof({ headers, body }) {
      const { 'x-acme-timestamp': timestamp = '', 'x-acme-delivery': delivery = '' } = headers;
      const signature = headers['x-acme-signature'] ?? '';
      const signedAt = new Date(Number(timestamp) * 1000);
      return { content: `${timestamp}.${delivery}.${body}`, signature, encoding: 'hex', signedAt };
    },

    /** "contact.updated": the record is read anew, as it is by then. */
    read({ headers, body }) {
      const { event, record } = JSON.parse(body) as { event: string; record: { id: number } };
      const [kind = ''] = event.split('.');
      const id = partOf(kind)?.idFromExternal(record) ?? record.id;
      return { deliveryId: headers['x-acme-delivery'], ids: { [kind]: [String(id)] } };
    },
  };

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

  override recordLink({ oauthUid }: Organization, entity: string, id: string): string | undefined {
    const part = partOf(entity);
    // Acme's ids are numbers: what a complex entity has before one stays away.
    return part && `${this.#url}/${oauthUid}/${part.collection}/${id.replace(/^\D*/, '')}`;
  }
}

/** The entity, or part of one, whose external name that is, in small letters. */
function partOf(name: string): BaseEntity | undefined {
  const parts = entities.flatMap((entity) => partsOf<Client>(entity));
  return parts
    .filter((part) => part instanceof BaseEntity)
    .find((part) => part.externalName.toLowerCase() === name);
}
