import type { z } from 'zod';
import type { Connector } from '../connector.ts';
import { type KindName, kinds } from './kinds.ts';

/**
 * One type of record that programs may read through the JSON:API, and perhaps write. It is data: what is asked for is
 * checked against it, and the document at /documentation is made from it.
 *
 * @typeParam Row the Prisma model's rows: columns are named as there.
 */
export interface Resource<Row = AnyRow> {
  /** As addresses and documents name it, in the plural. */
  type: string;
  /** As the Prisma client names it. */
  model: 'organization' | 'user' | 'synchronization' | 'idMap';
  /** Which of the rows are a tenant's, for `where`: nobody sees or changes others (contract 247). */
  scope(tenant: string): object;
  attributes: Record<string, Column<Row> | Computed<Row>>;
  relationships: Record<string, Relationship>;
  /** Filters of what another record has, by name. */
  filters?: Record<string, Elsewhere>;
  /** Left out: it can only be read. */
  writing?: Writing;
}

/** A row of whichever model. */
export type AnyRow = Record<string, unknown>;

/** What the database has: it can be filtered and sorted by. */
export interface Column<Row = AnyRow> {
  column: keyof Row & string;
  kind: KindName;
  nullable?: true;
  /**
   * Who may set it: nobody where it is left out. 'once': who creates the record; 'always': who changes it, too;
   * 'ignored': it may be given, and what is stored is said by `writing.also`.
   */
  written?: 'always' | 'once' | 'ignored';
  /** No record is created without. */
  required?: true;
}

/** What is worked out, for all rows of a page at once. */
export interface Computed<Row = AnyRow> {
  schema: z.ZodType;
  needs: readonly (keyof Row & string)[];
  compute(rows: readonly Row[], connector: Connector): unknown[] | Promise<unknown[]>;
}

/** Named as the relation in the Prisma schema. */
export interface Relationship {
  type: string;
  many: boolean;
  /** The column that tells which: where it is one, a column of this row; where they are many, of theirs. */
  key: string;
}

/** A column of a record that this one belongs to. */
export interface Elsewhere {
  relation: string;
  column: string;
  kind: KindName;
}

export interface Writing {
  /** Parameters of the address that it takes, besides those of JSON:API. */
  parameters?: readonly string[];
  /**
   * What is stored besides the attributes that were given, in the words of Prisma.
   *
   * @param given.id the record that is changed; undefined when one is created.
   */
  also(given: WritingGiven): Promise<object>;
}

export interface WritingGiven {
  connector: Connector;
  tenant: string;
  parameters: Readonly<Record<string, string>>;
  id: number | undefined;
}

/** A declaration whose columns are checked against the model's rows. */
export const resource = <Row>(declaration: Resource<Row>): Resource => declaration as unknown as Resource;

/** Of what a request names: nothing that every object has. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

export const isColumn = (attribute: Column | Computed): attribute is Column => 'column' in attribute;

/** What documents show of it. */
export function shownSchema(attribute: Column | Computed): z.ZodType {
  return isColumn(attribute) ? orNull(kinds[attribute.kind].shown, attribute) : attribute.schema;
}

/** What may be written into it. */
export const writtenSchema = (column: Column): z.ZodType => orNull(kinds[column.kind].written, column);

const orNull = (schema: z.ZodType, { nullable }: Column) => (nullable ? schema.nullable() : schema);
