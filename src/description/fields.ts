import type { Schema } from './schema.ts';

/** A field of the application's records, by its path as mappings write it: "address/city", "emails[0]/value". */
export interface ExternalField {
  path: string;
  schema: Schema;
  /** A record without it is refused: it is required, and so is all that it lies in. */
  isRequired: boolean;
  /** The application alone sets it, or what it lies in. */
  isReadOnly: boolean;
  /** It is never told by the application. */
  isWriteOnly: boolean;
  /** It lies in the first item of a list. */
  isInList: boolean;
}

/** The fields of a record, those within fields after them. Names that no path can hold are left out. */
export function fieldsOf(record: Schema): ExternalField[] {
  return within(record, {
    path: '',
    schema: record,
    isRequired: true,
    isReadOnly: false,
    isWriteOnly: false,
    isInList: false,
  });
}

/** Whether a path of a mapping can name a field of that name. */
export function isPathName(name: string): boolean {
  return /^[^/[\]]+$/.test(name) && !['__proto__', 'constructor', 'prototype'].includes(name);
}

function within(object: Schema, around: ExternalField): ExternalField[] {
  return object.members
    .filter(({ name }) => isPathName(name))
    .flatMap(({ name, isRequired, schema }) => {
      const field: ExternalField = {
        path: around.path === '' ? name : `${around.path}/${name}`,
        schema,
        isRequired: around.isRequired && isRequired && !schema.hasDefault,
        isReadOnly: around.isReadOnly || schema.isReadOnly,
        isWriteOnly: around.isWriteOnly || schema.isWriteOnly,
        isInList: around.isInList,
      };
      return [field, ...inside(field)];
    });
}

function inside(field: ExternalField): ExternalField[] {
  const { schema, path } = field;
  if (schema.kind !== 'list') return within(schema, field);
  const first = { ...field, path: `${path}[0]`, isInList: true, isRequired: false };
  if (!schema.items || schema.items.kind === 'list') return [];
  return schema.items.kind === 'object' ? within(schema.items, first) : [{ ...first, schema: schema.items }];
}
