import { isBlank, isObject, type JsonObject, type JsonValue } from '../record.ts';
import { invalidField } from './acme-error.ts';
import { type CollectionRules, type FieldType, LINE_FIELDS } from './collections.ts';

/** Whether an account is there. */
export type HasAccount = (id: number) => boolean;

/** What a record holds before anybody has said anything. */
export function emptyFields({ fields }: CollectionRules): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, EMPTY[type] ?? null]));
}

const EMPTY: Partial<Record<FieldType, JsonValue>> = { boolean: true, lines: [] };

/**
 * The known fields, checked; others and read-only ones are not looked at.
 *
 * @throws {AcmeError} 422 that names the field.
 */
export function acceptFields(
  { fields }: CollectionRules,
  given: JsonObject,
  hasAccount: HasAccount,
): JsonObject {
  const known = Object.entries(fields).filter(([name]) => given[name] !== undefined);
  return Object.fromEntries(known.map(([name, type]) => [name, ACCEPT[type](name, given[name], hasAccount)]));
}

/** @throws {AcmeError} 422 when one of them is blank. */
export function checkRequired({ required }: CollectionRules, record: JsonObject): void {
  for (const name of required)
    if (isBlank(record[name])) throw invalidField(name, `${name} must not be blank`);
}

type Accept = (name: string, value: JsonValue, hasAccount: HasAccount) => JsonValue;

const ACCEPT: Record<FieldType, Accept> = {
  text(name, value) {
    if (value !== null && typeof value !== 'string') throw invalidField(name, `${name} must be a text`);
    if (typeof value === 'string' && value.length > 255)
      throw invalidField(name, `${name} is longer than 255 characters`);
    if (name === 'email' && !isBlank(value) && !String(value).includes('@'))
      throw invalidField(name, `${value} is not an e-mail address`);
    return value;
  },
  number(name, value) {
    if (value !== null && typeof value !== 'number') throw invalidField(name, `${name} must be a number`);
    return value;
  },
  boolean(name, value) {
    if (typeof value !== 'boolean') throw invalidField(name, `${name} must be true or false`);
    return value;
  },
  date(name, value) {
    if (value !== null && !isDay(value)) throw invalidField(name, `${name} must be a day, as 2026-03-04`);
    return value;
  },
  account(name, value, hasAccount) {
    if (value !== null && (typeof value !== 'number' || !hasAccount(value)))
      throw invalidField(name, `there is no account ${value}`);
    return value;
  },
  lines(name, value, hasAccount) {
    if (!Array.isArray(value)) throw invalidField(name, `${name} must be a list`);
    return value.map((line, index) => acceptLine(`${name}[${index}]`, line, hasAccount));
  },
};

function acceptLine(place: string, line: JsonValue, hasAccount: HasAccount): JsonObject {
  if (!isObject(line)) throw invalidField(place, `${place} must be an object`);
  return Object.fromEntries(
    Object.entries(LINE_FIELDS).map(([name, type]) => [
      name,
      ACCEPT[type](`${place}.${name}`, line[name] ?? null, hasAccount),
    ]),
  );
}

function isDay(value: JsonValue): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const instant = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value);
}
