import {
  type AnyEntity,
  type Connection,
  type Context,
  Entity,
  External,
  type ExternalQuery,
  type JsonObject,
  map,
  mapper,
  RecordNotFoundError,
} from '../../src/engine/index.ts';

/** An application in memory: collections of records by id, with its calls counted. */
export interface MemoryApplication {
  readonly collections: Record<string, Map<string, JsonObject>>;
  readonly writes: { call: 'create' | 'update'; collection: string; record: JsonObject }[];
  readonly reads: { collection: string; since?: Date; id?: string }[];
  /** The records of a collection, in the order in which they were created. */
  list(collection: string): JsonObject[];
  save(collection: string, record: JsonObject, id?: string): JsonObject;
  /** Called before each write: throws what the write is to fail with, or waits. */
  beforeWrite: (record: JsonObject) => void | Promise<void>;
}

export function createMemoryApplication(now: () => Date): MemoryApplication {
  let lastId = 0;
  const nextId = () => {
    lastId += 1;
    return String(lastId);
  };
  const application: MemoryApplication = {
    collections: {},
    writes: [],
    reads: [],
    list: (collection) => [...(application.collections[collection]?.values() ?? [])],
    beforeWrite: () => {},
    save(collection, record, id = nextId()) {
      application.collections[collection] ??= new Map();
      const records = application.collections[collection] as Map<string, JsonObject>;
      const saved: JsonObject = { ...records.get(id), ...record, id, updated_at: now().toISOString() };
      saved.created_at ??= saved.updated_at;
      records.set(id, saved);
      return { ...saved };
    },
  };
  return application;
}

export abstract class MemoryEntity extends Entity<MemoryApplication> {
  pageSize = 100;
  idFromExternal = (record: JsonObject) => record.id as string;
  updatedAtFromExternal = (record: JsonObject) => record.updated_at as string;
  createdAtFromExternal = (record: JsonObject) => record.created_at as string;
  nameFromConnec = (record: JsonObject) => record.name as string;
  nameFromExternal = (record: JsonObject) => record.title as string;
  override inactiveFromExternal(record: JsonObject) {
    return record.active === false;
  }
  async *listExternal({ external }: Context<MemoryApplication>, { since }: ExternalQuery) {
    external.reads.push({ collection: this.externalName, ...(since ? { since } : {}) });
    const records = external
      .list(this.externalName)
      .filter((record) => !since || Date.parse(String(record.updated_at)) >= since.getTime());
    for (let start = 0; start < records.length; start += this.pageSize) {
      yield structuredClone(records.slice(start, start + this.pageSize));
    }
  }
  async getExternal({ external }: Context<MemoryApplication>, id: string) {
    external.reads.push({ collection: this.externalName, id });
    const record = external.collections[this.externalName]?.get(id);
    return record && structuredClone(record);
  }
  async createExternal({ external }: Context<MemoryApplication>, record: JsonObject) {
    await external.beforeWrite(record);
    external.writes.push({ call: 'create', collection: this.externalName, record });
    return external.save(this.externalName, record);
  }
  async updateExternal({ external }: Context<MemoryApplication>, record: JsonObject, id: string) {
    await external.beforeWrite(record);
    if (!external.collections[this.externalName]?.has(id)) throw new RecordNotFoundError('gone');
    external.writes.push({ call: 'update', collection: this.externalName, record });
    return external.save(this.externalName, record, id);
  }
}

export class Company extends MemoryEntity {
  readonly connecName: string = 'organization';
  readonly externalName: string = 'company';
  readonly mapper = mapper([map('name', 'title'), map('industry', 'branch')], { name: 'company' });
  override readonly matchingFields: string[][] = [['name']];
}

export class Person extends MemoryEntity {
  readonly connecName: string = 'person';
  readonly externalName: string = 'person';
  readonly mapper = mapper(
    [map('name', 'title'), map('email', 'mail'), map('organization_id', 'company_id')],
    { name: 'person' },
  );
  override readonly references: string[] = ['organization_id'];
  override readonly matchingFields: string[][] = [['email']];
}

/** Any entities, with the client that they are to be given. */
export class MemoryExternal<Client> extends External<Client> {
  readonly name = 'Memory';
  readonly provider = 'memory';
  readonly linking = {
    authorizationEndpoint: '',
    tokenEndpoint: '',
    clientId: '',
    clientSecret: '',
    scopes: [],
  };
  readonly entities: readonly AnyEntity<Client>[];
  readonly #client: (connection: Connection) => Client;
  constructor(client: (connection: Connection) => Client, entities: readonly AnyEntity<Client>[]) {
    super();
    this.#client = client;
    this.entities = entities;
  }
  client(connection: Connection): Client {
    return this.#client(connection);
  }
  account = async () => ({ uid: 'memory-1', name: 'Memory' });
}
