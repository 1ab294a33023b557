import {
  type JsonObject,
  RecordError,
  RecordNotFoundError,
} from '../../../templates/app/src/engine/index.ts';
import { timestamp } from './hub-double.ts';

export type CollectionName = 'company' | 'person';

/** An application that keeps companies and people, and knows creations again by their key. */
export interface ApplicationDouble {
  readonly collections: Record<CollectionName, ReadonlyMap<string, JsonObject>>;
  /** Every write that came, in order; a refused one too. */
  readonly writes: {
    call: 'create' | 'update';
    collection: CollectionName;
    record: JsonObject;
    key?: string;
  }[];
  /** Refuses what it returns a text for. */
  refuse: (record: JsonObject) => string | undefined;
  /** As a person would. @returns the record as it is read. */
  save(collection: CollectionName, fields: JsonObject, id?: string): JsonObject;
  list(collection: CollectionName, since?: number): JsonObject[];
  get(collection: CollectionName, id: string): JsonObject | undefined;
  find(collection: CollectionName, key: string): JsonObject | undefined;
  /** @throws {RecordError} */
  create(collection: CollectionName, record: JsonObject, key: string): JsonObject;
  /** @throws {RecordError} */
  update(collection: CollectionName, record: JsonObject, id: string): JsonObject;
}

export function createApplicationDouble(now: () => Date): ApplicationDouble {
  const collections = { company: new Map<string, JsonObject>(), person: new Map<string, JsonObject>() };
  const created = new Map<string, JsonObject>();
  let lastId = 0;
  const check = (record: JsonObject) => {
    const { company_id } = record;
    if (company_id && !collections.company.has(String(company_id))) throw new RecordError('no such company');
    const refusal = application.refuse(record);
    if (refusal) throw new RecordError(refusal);
  };
  const application: ApplicationDouble = {
    collections,
    writes: [],
    refuse: () => undefined,
    save(collection, fields, id = String(++lastId)) {
      const at = timestamp(now());
      const present = collections[collection].get(id) ?? { created_at: at, active: true };
      collections[collection].set(id, { ...present, ...fields, id, updated_at: at });
      return { ...collections[collection].get(id) };
    },
    list: (collection, since = Number.NEGATIVE_INFINITY) =>
      [...collections[collection].values()]
        .filter((record) => Date.parse(String(record.updated_at)) >= since)
        .map((record) => ({ ...record })),
    get(collection, id) {
      const record = collections[collection].get(id);
      return record && { ...record };
    },
    find(collection, key) {
      const id = created.get(key)?.id;
      return id === undefined ? undefined : application.get(collection, String(id));
    },
    create(collection, record, key) {
      application.writes.push({ call: 'create', collection, record, key });
      check(record);
      const saved = application.save(collection, record);
      created.set(key, saved);
      return saved;
    },
    update(collection, record, id) {
      application.writes.push({ call: 'update', collection, record });
      if (!collections[collection].has(id)) throw new RecordNotFoundError('no such record');
      check(record);
      return application.save(collection, record, id);
    },
  };
  return application;
}
