import { createRequire } from 'node:module';

/** What a change of the schema does to the rows that are already there. */
export interface Loss {
  /** data: rows or values are gone afterwards; stop: the migration fails when the table has rows that do not fit. */
  kind: 'data' | 'stop';
  message: string;
}

/**
 * What is lost or at risk when a database made by the schema `from` becomes one made by the schema `to`
 * (both as text of a schema.prisma) with the script `sql`.
 */
export function lossesBetween(from: string, to: string, sql: string): Loss[] {
  const after = tablesOf(to);
  const columns = [...tablesOf(from)].flatMap(([name, before]) =>
    columnLosses(name, before, after.get(name)),
  );
  return [
    ...droppedTables(sql).map((name) => lost(`The table "${name}" goes, with all its rows.`)),
    ...columns,
  ];
}

// A table that SQLite cannot alter is dropped, and its copy takes its name.
function droppedTables(sql: string): string[] {
  const dropped = [...sql.matchAll(/^DROP TABLE "(.+)";$/gm)].map((match) => match[1] as string);
  return dropped.filter((name) => !sql.includes(`RENAME TO "${name}";`));
}

interface Column {
  type: string;
  required: boolean;
  filled: boolean;
}

type Columns = Map<string, Column>;

function columnLosses(table: string, before: Columns, after: Columns | undefined): Loss[] {
  if (!after) return [];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap(
    (name) => columnLoss(`"${name}" of "${table}"`, before.get(name), after.get(name)) ?? [],
  );
}

function columnLoss(name: string, before: Column | undefined, after: Column | undefined): Loss | undefined {
  if (!after) return lost(`The column ${name} goes, with all its values.`);
  if (before && before.type !== after.type) {
    return lost(
      `The column ${name} changes from ${before.type} to ${after.type}: values that do not fit are lost.`,
    );
  }
  if (!after.required || before?.required || (after.filled && !before)) return undefined;
  return {
    kind: 'stop',
    message: before
      ? `The column ${name} becomes required: the migration fails while a row has no value in it.`
      : `The column ${name} is required and has no default: the migration fails while the table has rows.`,
  };
}

function lost(message: string): Loss {
  return { kind: 'data', message };
}

function tablesOf(schema: string): Map<string, Columns> {
  const { models } = readModels(schema);
  return new Map(models.map((model) => [model.dbName ?? model.name, columnsOf(model)]));
}

function columnsOf({ fields }: Model): Columns {
  return new Map(
    fields
      .filter((field) => field.kind !== 'object')
      .map((field) => [
        field.dbName ?? field.name,
        {
          type: field.isList ? `${field.type}[]` : field.type,
          required: field.isRequired,
          filled: hasDatabaseDefault(field),
        },
      ]),
  );
}

// uuid(), cuid() and the like are filled in by the client: rows that are there already get none.
function hasDatabaseDefault({ default: value }: Field): boolean {
  if (value === undefined) return false;
  return (
    typeof value !== 'object' ||
    !('name' in value) ||
    ['autoincrement', 'dbgenerated', 'now'].includes(value.name)
  );
}

type Model = ReturnType<typeof readModels>['models'][number];
type Field = Model['fields'][number];

function readModels(schema: string) {
  const require = createRequire(import.meta.url);
  const { getDMMF } = require('@prisma/get-dmmf') as typeof import('@prisma/get-dmmf');
  const dmmf = getDMMF({ datamodel: schema });
  if ('type' in dmmf) throw new Error(dmmf.reason);
  return dmmf.datamodel;
}
