import { changedTexts, type Field, labelOf } from '../../form.ts';
import type { JsonObject, JsonValue } from '../../record.ts';
import { COLLECTIONS, type FieldType } from '../collections.ts';
import type { AcmeRecord } from '../records.ts';
import { linesOf } from './lines.ts';

/** The fields of a collection that hold something of that type, with the names people know them by. */
export function fieldsOf(collection: string, ...types: FieldType[]): Field[] {
  const fields = Object.entries(COLLECTIONS[collection]?.fields ?? {});
  return fields.filter(([, type]) => types.includes(type)).map(([path]) => ({ path, label: labelOf(path) }));
}

/** What a person changed in the form of a record: nothing else is written. */
export function editOf(
  collection: string,
  record: AcmeRecord | undefined,
  form: Record<string, string>,
): JsonObject {
  const typed = changedTexts(fieldsOf(collection, 'text', 'date', 'number'), record ?? {}, form);
  const numbers = new Set(fieldsOf(collection, 'number').map(({ path }) => path));
  const values = typed.map(([path, text]) => [path, numbers.has(path) ? numberOf(text) : text]);
  const id = record && { id: record.id };
  const account = form.account_id === undefined ? {} : { account_id: Number(form.account_id) || null };
  const active = form.active === undefined ? {} : { active: form.active === 'yes' };
  return {
    ...id,
    ...Object.fromEntries(values),
    ...account,
    ...active,
    ...linesIn(collection, record, form),
  };
}

// What is no number stays as it was typed, and is refused by its name.
function numberOf(text: string | null): JsonValue {
  return text === null || Number.isNaN(Number(text)) ? text : Number(text);
}

function linesIn(
  collection: string,
  record: AcmeRecord | undefined,
  form: Record<string, string>,
): JsonObject {
  const changed = fieldsOf(collection, 'lines').map(({ path }) => [
    path,
    linesOf(path, record?.[path], form),
  ]);
  return Object.fromEntries(changed.filter(([, lines]) => lines !== undefined));
}
