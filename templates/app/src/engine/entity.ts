import type { Context } from './context.ts';
import type { Mapper } from './mapper.ts';
import { resourceName, underscore } from './names.ts';
import type { JsonObject } from './record.ts';

/** What to fetch from the external application. */
export interface ExternalQuery {
  /** Only what was changed at or after this instant; everything when it is missing. */
  since?: Date;
}

/**
 * One kind of record that travels, and how. A connector extends it once, in src/entity.ts, with what all its
 * entities share, and then once per entity. Entities hold no state: what changes is in the context.
 */
export abstract class Entity<Client = unknown> {
  /** The hub's name, spaced and singular: "person", "sales order". */
  abstract readonly connecName: string;
  /** The external application's name: "Contact". */
  abstract readonly externalName: string;
  abstract readonly mapper: Mapper;
  /** Used instead of `mapper` for records that the side they go to has never seen (contract 116). */
  readonly creationMapper?: Mapper;

  /** Connec! paths that hold the id of another record: `organization_id`, `lines/item_id`. */
  readonly references: readonly string[] = [];
  /** Lists of Connec! fields by which the hub may recognise a record it has under another id (contract 74). */
  readonly matchingFields?: readonly (readonly string[])[];
  /** One record per organization in the hub, as the company is. */
  readonly singleton: boolean = false;

  readonly canWriteConnec: boolean = true;
  readonly canWriteExternal: boolean = true;
  readonly canUpdateConnec: boolean = true;
  readonly canUpdateExternal: boolean = true;
  /** External writes at a time. Writes of one record keep their order. */
  readonly concurrency: number = 4;

  /** What a person calls the record, for the mapping page. */
  abstract nameFromConnec(record: JsonObject): string | undefined;
  abstract nameFromExternal(record: JsonObject): string | undefined;

  abstract idFromExternal(record: JsonObject): string | number;
  /** Unknown (undefined) counts as changed. */
  abstract updatedAtFromExternal(record: JsonObject): Date | string | number | undefined;
  abstract createdAtFromExternal(record: JsonObject): Date | string | number | undefined;
  /** An inactive record does not travel. */
  inactiveFromExternal(_record: JsonObject): boolean {
    return false;
  }

  /** The application's records, page by page, oldest change first where it can. */
  abstract listExternal(context: Context<Client>, query: ExternalQuery): AsyncIterable<JsonObject[]>;
  /**
   * @returns the record as the application now holds it, with its id.
   * @throws {RecordError} when the application refuses it.
   */
  abstract createExternal(context: Context<Client>, record: JsonObject): Promise<JsonObject>;
  /**
   * @returns the record as the application now holds it, where it says so.
   * @throws {RecordNotFoundError} when it is gone, {RecordError} when the application refuses it.
   */
  abstract updateExternal(
    context: Context<Client>,
    record: JsonObject,
    id: string,
  ): Promise<JsonObject | undefined>;

  /** Called once before and once after each pass over this entity. */
  async beforeSync(_context: Context<Client>): Promise<void> {}
  async afterSync(_context: Context<Client>): Promise<void> {}

  /** Nothing is read from a side whose other side cannot be written (contract 76). */
  get canReadConnec(): boolean {
    return this.canWriteExternal;
  }
  get canReadExternal(): boolean {
    return this.canWriteConnec;
  }

  /** The entity's key in settings, logs and URLs: "contact" for the class Contact. */
  get key(): string {
    return underscore(this.constructor.name);
  }
  /** The hub's collection: "people" (contract 80). */
  get connecResource(): string {
    return resourceName(this.connecName, this.singleton);
  }
}
