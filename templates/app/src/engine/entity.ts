import type { Context, MappingContext } from './context.ts';
import { findByContent } from './find-by-content.ts';
import type { LookUp } from './look-up.ts';
import type { Mapper } from './mapper.ts';
import { resourceName, underscore } from './names.ts';
import type { JsonObject } from './record.ts';
import type { Shape } from './shape.ts';

/** What to fetch from the external application. */
export interface ExternalQuery {
  /** Only what was changed at or after this instant; everything when it is missing. */
  since?: Date;
}

/** A creation that was begun and whose outcome nobody knows: the process died, or the answer was lost. */
export interface Creation {
  /** The key given to `createExternal`. */
  key: string;
  /** What is to be created, as the hub has it now. */
  record: JsonObject;
  /** The fingerprint of what was to be created then; null where it is not known. */
  hash: string | null;
  /** The fields that it had then, where they are known. */
  shape?: Shape | undefined;
  startedAt: Date;
}

/** One write of a page: a creation where there is no id, under a key that names it for good. */
export interface ExternalWrite {
  record: JsonObject;
  id?: string;
  key?: string;
}

/**
 * One kind of record that travels, and how. A connector extends it once, in src/entity.ts, with what all its
 * entities share, and then once per entity. Entities hold no state: what changes is in the context.
 */
export abstract class Entity<Client = unknown> {
  // What it is

  /** The hub's name, spaced and singular: "person", "sales order". */
  abstract readonly connecName: string;
  /** The external application's name: "Contact". */
  abstract readonly externalName: string;
  abstract readonly mapper: Mapper;
  /** Used instead of `mapper` for records that the side they go to has never seen (contract 116). */
  readonly creationMapper?: Mapper;
  /** One record per organization in the hub, as the company is (contract 73). */
  readonly singleton: boolean = false;

  /** Connec! paths that hold the id of another record: `organization_id`, `lines/item_id`. */
  readonly references: readonly string[] = [];
  /** Connec! paths of ids of the record's own parts: `lines/id` (contract 128). */
  readonly partIds: readonly string[] = [];
  /** Lists of Connec! fields by which the hub may recognise a record it has under another id (contract 74). */
  readonly matchingFields?: readonly (readonly string[])[];
  /** Connec! fields not sent for records whose mapping has set the flag `ignoreCurrencyUpdate` (contract 77, 177). */
  readonly currencyFields: readonly string[] = [];
  /**
   * When both sides changed a record: `newest` keeps the newest side whole; `merge` keeps what each side changed,
   * and the newest only of the fields that both did.
   */
  readonly conflicts: 'newest' | 'merge' = 'newest';

  /** What a record that is gone in external means for the hub: nothing, or that it is archived there too. */
  readonly deletions: 'ignore' | 'archive' = 'ignore';

  // Where it may go

  readonly canWriteConnec: boolean = true;
  readonly canWriteExternal: boolean = true;
  readonly canUpdateConnec: boolean = true;
  readonly canUpdateExternal: boolean = true;
  /** External writes at a time. Writes of one record keep their order. */
  readonly concurrency: number = 4;

  /** Whether a record of the hub is for this entity: an unwanted kind is left alone (contract 67). */
  takesFromConnec(_record: JsonObject, _context: Context<Client>): boolean {
    return true;
  }
  takesFromExternal(_record: JsonObject, _context: Context<Client>): boolean {
    return true;
  }

  // How to read a record

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
  /**
   * The id under which the hub knows an external record, for a part of a complex entity that shares its Connec!
   * record with another part (a price with its product); undefined: its own.
   */
  sharedIdFromExternal?(record: JsonObject): string | number;
  /** Other id maps and hub records that mapping needs: read together for a page, then found by `context.find`. */
  lookUps?(
    record: JsonObject,
    direction: 'toConnec' | 'toExternal',
    context: MappingContext<Client>,
  ): readonly LookUp[];

  // How to speak with the application

  /** The application's records, page by page, oldest change first where it can. */
  abstract listExternal(context: Context<Client>, query: ExternalQuery): AsyncIterable<JsonObject[]>;
  /** @returns the record, or undefined when it is gone. */
  abstract getExternal(context: Context<Client>, id: string): Promise<JsonObject | undefined>;
  /**
   * @param key to send along where the application takes idempotency keys: the same creation has the same key.
   * @returns the record as the application now holds it, with its id.
   * @throws {RecordError} when the application refuses it; any other error means that nobody knows, and the record
   *   is looked for (`findCreated`) before it is tried again.
   */
  abstract createExternal(context: Context<Client>, record: JsonObject, key: string): Promise<JsonObject>;
  /**
   * @returns the record as the application now holds it, where it says so.
   * @throws {RecordNotFoundError} when it is gone, {RecordError} when the application refuses it.
   */
  abstract updateExternal(
    context: Context<Client>,
    record: JsonObject,
    id: string,
  ): Promise<JsonObject | undefined>;
  /**
   * What a record that is archived in the hub (its status is ARCHIVED) means for external, where more than its mapping
   * says. It is called once for that, and the record does not travel any more: `inactiveFromExternal` is to be true
   * of it, or it is gone. One that external never had is not created. Left out: it is a record like any other.
   *
   * @throws as `updateExternal`.
   */
  archiveExternal?(context: Context<Client>, id: string): Promise<void>;
  /** For an application that takes many records in one call: one answer, or error, for each write. */
  writeExternal?(
    context: Context<Client>,
    writes: readonly ExternalWrite[],
  ): Promise<readonly (JsonObject | Error | undefined)[]>;
  /**
   * Looks for records whose creation was begun: what is found is taken over instead of being created again. As it
   * stands, by content among what was changed since. An application that can be asked by key answers better.
   *
   * @param taken which of these ids belong to other records already.
   */
  findCreated(
    context: Context<Client>,
    creations: readonly Creation[],
    taken: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<readonly (JsonObject | undefined)[]> {
    return findByContent(this, context, creations, taken);
  }

  /** Called once before and once after each pass over this entity. */
  async beforeSync(_context: Context<Client>): Promise<void> {}
  async afterSync(_context: Context<Client>): Promise<void> {}

  // What follows from it

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
