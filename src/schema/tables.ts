import { createRequire } from 'node:module';
import type { ColumnType } from './column-type.ts';

/** A column as the text of a schema.prisma describes it. */
export interface Column extends ColumnType {
  required: boolean;
  /** The database itself gives rows that are there already a value. */
  filled: boolean;
  /** That value is the same in all of them. */
  alike: boolean;
}

/** A table, by the database's names. */
export interface Table {
  columns: Map<string, Column>;
  /** The columns of which no two rows have the same, its id among them. */
  keys: string[][];
}

/** What a schema makes in a database, by the database's names. */
export interface Tables {
  tables: Map<string, Table>;
  /** The values of each enum. */
  enums: Map<string, string[]>;
}

/** Reads the text of a schema.prisma, which is valid. */
export function readTables(schema: string): Tables {
  const { models, enums } = readModels(schema);
  return {
    tables: new Map(models.map((model) => [nameOf(model), toTable(model)])),
    enums: new Map(enums.map((one) => [nameOf(one), one.values.map(nameOf)])),
  };
}

type Model = ReturnType<typeof readModels>['models'][number];
type Field = Model['fields'][number];

const nameOf = ({ name, dbName }: { name: string; dbName?: string | null | undefined }): string =>
  dbName ?? name;

function toTable({ fields, primaryKey, uniqueFields }: Model): Table {
  const single = fields.filter(({ isUnique, isId }) => isUnique || isId).map(({ name }) => [name]);
  const keys = [...single, ...uniqueFields, ...(primaryKey ? [primaryKey.fields] : [])];
  const columnOf = (field: string) => nameOf(fields.find(({ name }) => name === field) ?? { name: field });
  return {
    columns: new Map(
      fields.filter(({ kind }) => kind !== 'object').map((field) => [nameOf(field), toColumn(field)]),
    ),
    keys: keys.map((names) => names.map(columnOf)),
  };
}

function toColumn(field: Field): Column {
  const { type, isList, isRequired, nativeType = null } = field;
  const filledBy = databaseDefault(field);
  return {
    type: isList ? `${type}[]` : type,
    native: nativeType as Column['native'],
    required: isRequired,
    filled: filledBy !== undefined,
    alike: filledBy === 'now' || filledBy === 'constant',
  };
}

// uuid(), cuid() and the like are filled in by the client: rows that are there already get none.
function databaseDefault({ default: value }: Field): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || !('name' in value)) return 'constant';
  return ['autoincrement', 'dbgenerated', 'now'].includes(value.name) ? value.name : undefined;
}

function readModels(schema: string) {
  const require = createRequire(import.meta.url);
  const { getDMMF } = require('@prisma/get-dmmf') as typeof import('@prisma/get-dmmf');
  const dmmf = getDMMF({ datamodel: schema });
  if ('type' in dmmf) throw new Error(dmmf.reason);
  return dmmf.datamodel;
}
