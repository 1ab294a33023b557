import { isBlank, type JsonObject, type JsonValue } from '../record.ts';
import { AcmeError, invalidField } from './acme-error.ts';
import { COLLECTIONS, type CollectionRules } from './collections.ts';

export type AcmeRecord = JsonObject & { id: number; created_at: string; updated_at: string };

/** The records of one kind in one workspace. */
export interface Table {
  records: Map<number, AcmeRecord>;
  lastId: number;
  /** By change, while nothing changes: the pages of one list follow each other. */
  sorted?: AcmeRecord[] | undefined;
}

/** One customer's data: tables by collection. */
export interface Workspace {
  id: string;
  name: string;
  tables: Record<string, Table>;
}

export function newWorkspace(id: string, name: string): Workspace {
  const tables = Object.keys(COLLECTIONS).map((collection) => [
    collection,
    { records: new Map(), lastId: 0 },
  ]);
  return { id, name, tables: Object.fromEntries(tables) };
}

/** @throws {AcmeError} 404 for a collection Acme does not have. */
export function tableOf(workspace: Workspace, collection: string): Table {
  const table = Object.hasOwn(COLLECTIONS, collection) ? workspace.tables[collection] : undefined;
  if (!table) throw new AcmeError(404, 'not_found', `Acme has no ${collection}`);
  return table;
}

/** @throws {AcmeError} 404 for an unknown id. */
export function findRecord(workspace: Workspace, collection: string, id: unknown): AcmeRecord {
  const record = tableOf(workspace, collection).records.get(Number(id));
  if (!record)
    throw new AcmeError(404, 'not_found', `there is no ${COLLECTIONS[collection]?.singular} ${id}`);
  return record;
}

/** @throws {AcmeError} 422 when a field is not as it must be. */
export function createRecord(
  workspace: Workspace,
  collection: string,
  fields: JsonObject,
  now: Date,
): AcmeRecord {
  const table = tableOf(workspace, collection);
  const rules = COLLECTIONS[collection] as CollectionRules;
  const values = { ...emptyFields(rules), ...acceptFields(workspace, rules, fields) };
  checkRequired(rules, values);
  table.lastId += 1;
  const instant = now.toISOString();
  const record = { id: table.lastId, ...values, created_at: instant, updated_at: instant };
  return put(table, record);
}

/** Writes over the fields that are given. @throws {AcmeError} 404, 422. */
export function updateRecord(
  workspace: Workspace,
  collection: string,
  id: unknown,
  fields: JsonObject,
  now: Date,
): AcmeRecord {
  const stored = findRecord(workspace, collection, id);
  const rules = COLLECTIONS[collection] as CollectionRules;
  const record = { ...stored, ...acceptFields(workspace, rules, fields) };
  checkRequired(rules, record);
  if (JSON.stringify(record) === JSON.stringify(stored)) return stored;
  record.updated_at = now.toISOString();
  return put(tableOf(workspace, collection), record);
}

/** @throws {AcmeError} 404, and 409 while contacts belong to the account. */
export function deleteRecord(workspace: Workspace, collection: string, id: unknown): AcmeRecord {
  const record = findRecord(workspace, collection, id);
  const contacts = [...(workspace.tables.contacts?.records.values() ?? [])];
  if (collection === 'accounts' && contacts.some((contact) => contact.account_id === record.id))
    throw new AcmeError(409, 'in_use', `contacts belong to account ${record.id}: delete them first`);
  const table = tableOf(workspace, collection);
  table.records.delete(record.id);
  table.sorted = undefined;
  return record;
}

function put(table: Table, record: AcmeRecord): AcmeRecord {
  table.records.set(record.id, record);
  table.sorted = undefined;
  return record;
}

function emptyFields({ fields }: CollectionRules): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [name, type === 'boolean' ? true : null]),
  );
}

/** The known fields, checked; others and read-only ones are not looked at. */
function acceptFields(workspace: Workspace, { fields }: CollectionRules, given: JsonObject): JsonObject {
  const accepted: JsonObject = {};
  for (const [name, type] of Object.entries(fields)) {
    const value = given[name];
    if (value === undefined) continue;
    CHECKS[type](workspace, name, value);
    accepted[name] = value;
  }
  return accepted;
}

const CHECKS = {
  text(_workspace: Workspace, name: string, value: JsonValue) {
    if (value !== null && typeof value !== 'string') throw invalidField(name, `${name} must be a text`);
    if (typeof value === 'string' && value.length > 255)
      throw invalidField(name, `${name} is longer than 255 characters`);
    if (name === 'email' && !isBlank(value) && !String(value).includes('@'))
      throw invalidField(name, `${value} is not an e-mail address`);
  },
  boolean(_workspace: Workspace, name: string, value: JsonValue) {
    if (typeof value !== 'boolean') throw invalidField(name, `${name} must be true or false`);
  },
  account(workspace: Workspace, name: string, value: JsonValue) {
    if (value === null) return;
    if (typeof value !== 'number' || !workspace.tables.accounts?.records.has(value))
      throw invalidField(name, `there is no account ${value}`);
  },
};

function checkRequired({ required }: CollectionRules, record: JsonObject): void {
  for (const name of required)
    if (isBlank(record[name])) throw invalidField(name, `${name} must not be blank`);
}
