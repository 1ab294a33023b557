import type { Client } from './client.ts';
import {
  type Context,
  Entity,
  type ExternalQuery,
  type JsonObject,
  RecordNotFoundError,
} from './engine/index.ts';

/** How the application lists, creates and updates records of any kind: the base of every entity. */
export abstract class BaseEntity extends Entity<Client> {
  /** The collection in the application's API: "contacts". */
  abstract readonly collection: string;

  idFromExternal(record: JsonObject): string | number {
    return record.id as number;
  }

  updatedAtFromExternal(record: JsonObject) {
    return record.updated_at as string;
  }

  createdAtFromExternal(record: JsonObject) {
    return record.created_at as string;
  }

  override inactiveFromExternal(record: JsonObject) {
    return record.active === false;
  }

  listExternal({ external }: Context<Client>, { since }: ExternalQuery) {
    return external.pages(this.collection, since ? { updated_since: since.toISOString() } : {});
  }

  async getExternal({ external }: Context<Client>, id: string) {
    try {
      return await external.get(`${this.collection}/${id}`);
    } catch (error) {
      if (error instanceof RecordNotFoundError) return undefined;
      throw error;
    }
  }

  createExternal({ external }: Context<Client>, record: JsonObject, key: string) {
    return external.post(this.collection, record, key);
  }

  updateExternal({ external }: Context<Client>, record: JsonObject, id: string) {
    return external.put(`${this.collection}/${id}`, record);
  }
}
