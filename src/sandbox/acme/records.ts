import type { JsonObject } from '../record.ts';
import { AcmeError } from './acme-error.ts';
import { newApiKey } from './api-keys.ts';
import { COLLECTIONS, type CollectionRules } from './collections.ts';
import { acceptFields, checkRequired, emptyFields, type HasAccount } from './fields.ts';

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
  apiKey: string;
  tables: Record<string, Table>;
}

export function newWorkspace(id: string, name: string): Workspace {
  const tables = Object.keys(COLLECTIONS).map((collection) => [
    collection,
    { records: new Map(), lastId: 0 },
  ]);
  return { id, name, apiKey: newApiKey(id), tables: Object.fromEntries(tables) };
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

/** @throws {AcmeError} 422 when a field is not as it must be, 409 for a second record where there is one at most. */
export function createRecord(
  workspace: Workspace,
  collection: string,
  fields: JsonObject,
  now: Date,
): AcmeRecord {
  const table = tableOf(workspace, collection);
  const rules = COLLECTIONS[collection] as CollectionRules;
  if (rules.single && table.records.size > 0)
    throw new AcmeError(409, 'exists', `there is one ${rules.singular} only, and it is there: change it`);
  const values = { ...emptyFields(rules), ...acceptFields(rules, fields, accountsOf(workspace)) };
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
  const record = { ...stored, ...acceptFields(rules, fields, accountsOf(workspace)) };
  checkRequired(rules, record);
  if (JSON.stringify(record) === JSON.stringify(stored)) return stored;
  record.updated_at = now.toISOString();
  return put(tableOf(workspace, collection), record);
}

/** @throws {AcmeError} 404, and 409 while other records belong to the account. */
export function deleteRecord(workspace: Workspace, collection: string, id: unknown): AcmeRecord {
  const record = findRecord(workspace, collection, id);
  const owned = collection === 'accounts' ? ownedBy(workspace, record.id) : undefined;
  if (owned) throw new AcmeError(409, 'in_use', `${owned} belong to account ${record.id}: delete them first`);
  const table = tableOf(workspace, collection);
  table.records.delete(record.id);
  table.sorted = undefined;
  return record;
}

/** The first kind of record that refers to the account. */
function ownedBy(workspace: Workspace, account: number): string | undefined {
  const refers = ({ account_id }: AcmeRecord) => account_id === account;
  return Object.keys(COLLECTIONS).find((name) => [...tableOf(workspace, name).records.values()].some(refers));
}

function put(table: Table, record: AcmeRecord): AcmeRecord {
  table.records.set(record.id, record);
  table.sorted = undefined;
  return record;
}

const accountsOf =
  (workspace: Workspace): HasAccount =>
  (id) =>
    tableOf(workspace, 'accounts').records.has(id);
