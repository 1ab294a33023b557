import {
  type Context,
  Entity,
  External,
  type ExternalQuery,
  type JsonObject,
  map,
  mapper,
} from '../../../templates/app/src/engine/index.ts';
import type { CollectionName } from './application-double.ts';

/** The double's API, near or far. */
export interface DoubleClient {
  list(collection: CollectionName, since?: number): AsyncIterable<JsonObject[]>;
  get(collection: CollectionName, id: string): Promise<JsonObject | undefined>;
  find(collection: CollectionName, key: string): Promise<JsonObject | undefined>;
  create(collection: CollectionName, record: JsonObject, key: string): Promise<JsonObject>;
  update(collection: CollectionName, record: JsonObject, id: string): Promise<JsonObject>;
}

export interface EntitySettings {
  conflicts: 'newest' | 'merge';
  /** Whether the application can be asked for a creation by its key; else it is found by content. */
  keys: boolean;
}

abstract class DoubleEntity extends Entity<DoubleClient> {
  abstract override readonly externalName: CollectionName;
  override readonly conflicts: EntitySettings['conflicts'];
  readonly #keys: boolean;
  constructor({ conflicts, keys }: EntitySettings) {
    super();
    this.conflicts = conflicts;
    this.#keys = keys;
  }
  idFromExternal = (record: JsonObject) => record.id as string;
  updatedAtFromExternal = (record: JsonObject) => record.updated_at as string;
  createdAtFromExternal = (record: JsonObject) => record.created_at as string;
  nameFromConnec = (record: JsonObject) => record.name as string;
  nameFromExternal = (record: JsonObject) => record.title as string;
  override inactiveFromExternal = (record: JsonObject) => record.active === false;
  listExternal = ({ external }: Context<DoubleClient>, { since }: ExternalQuery) =>
    external.list(this.externalName, since?.getTime());
  getExternal = ({ external }: Context<DoubleClient>, id: string) => external.get(this.externalName, id);
  createExternal = ({ external }: Context<DoubleClient>, record: JsonObject, key: string) =>
    external.create(this.externalName, record, key);
  updateExternal = ({ external }: Context<DoubleClient>, record: JsonObject, id: string) =>
    external.update(this.externalName, record, id);
  override async findCreated(
    ...[context, creations, taken]: Parameters<Entity<DoubleClient>['findCreated']>
  ) {
    if (!this.#keys) return super.findCreated(context, creations, taken);
    return Promise.all(creations.map(({ key }) => context.external.find(this.externalName, key)));
  }
}

class Company extends DoubleEntity {
  readonly connecName = 'organization';
  readonly externalName = 'company';
  readonly mapper = mapper([map('code', 'number'), map('name', 'title'), map('industry', 'branch')], {
    name: 'company',
  });
  override readonly matchingFields = [['code']];
}

class Person extends DoubleEntity {
  readonly connecName = 'person';
  readonly externalName = 'person';
  readonly mapper = mapper(
    [map('code', 'number'), map('name', 'title'), map('email', 'mail'), map('organization_id', 'company_id')],
    { name: 'person' },
  );
  override readonly references = ['organization_id'];
  override readonly matchingFields = [['code']];
}

export class DoubleExternal extends External<DoubleClient> {
  readonly name = 'Double';
  readonly provider = 'double';
  readonly linking = {
    authorizationEndpoint: '',
    tokenEndpoint: '',
    clientId: '',
    clientSecret: '',
    scopes: [],
  };
  readonly entities: readonly Entity<DoubleClient>[];
  readonly client: () => DoubleClient;
  constructor(client: DoubleClient, settings: EntitySettings) {
    super();
    this.client = () => client;
    this.entities = [new Company(settings), new Person(settings)];
  }
  account = async () => ({ uid: 'double-1', name: 'Double' });
}
