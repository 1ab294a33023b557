import {
  type AnyEntity,
  type Connection,
  type Context,
  Entity,
  type JsonObject,
  map,
  mapper,
} from '../../src/engine/index.ts';
import { KeyExternal } from './test-external.ts';

/** People of the hub and contacts of Acme, over HTTP on both sides, linked by an API key. */
export class AcmeContacts extends KeyExternal {
  override readonly entities: readonly AnyEntity<Connection>[] = [new Contact(this)];
}

class Contact extends Entity<Connection> {
  readonly connecName = 'person';
  readonly externalName = 'Contact';
  readonly mapper = mapper([
    map('first_name', 'first_name'),
    map('last_name', 'last_name'),
    map('email/address', 'email'),
  ]);
  nameFromConnec = ({ first_name }: JsonObject) => first_name as string;
  nameFromExternal = ({ first_name }: JsonObject) => first_name as string;
  idFromExternal = ({ id }: JsonObject) => id as number;
  updatedAtFromExternal = ({ updated_at }: JsonObject) => updated_at as string;
  createdAtFromExternal = ({ created_at }: JsonObject) => created_at as string;
  readonly acme: KeyExternal;

  constructor(acme: KeyExternal) {
    super();
    this.acme = acme;
  }

  async *listExternal({ external }: Context<Connection>) {
    const { contacts } = await this.call(external, 'GET', 'contacts?per_page=50');
    yield contacts as JsonObject[];
  }
  getExternal = ({ external }: Context<Connection>, id: string) =>
    this.call(external, 'GET', `contacts/${id}`);
  createExternal = ({ external }: Context<Connection>, record: JsonObject) =>
    this.call(external, 'POST', 'contacts', record);
  updateExternal = ({ external }: Context<Connection>, record: JsonObject, id: string) =>
    this.call(external, 'PUT', `contacts/${id}`, record);

  call = async (...parameters: Parameters<KeyExternal['call']>) =>
    (await this.acme.call(...parameters)) as JsonObject;
}
