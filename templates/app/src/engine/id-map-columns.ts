import type { IdMap } from './database.ts';
import type { Kind } from './sql-dialect.ts';

/** A row as the engine works on it; `stored` is what the database is known to have of it, column by column. */
export type IdMapRow = Omit<IdMap, 'id' | 'createdAt' | 'updatedAt'> & {
  id?: number;
  stored?: readonly unknown[];
};

export type Column = readonly [Exclude<keyof IdMapRow, 'stored'>, string, Kind];

export const columns: readonly Column[] = [
  ['id', 'id', 'integer'],
  ['organizationId', 'organization_id', 'integer'],
  ['connecEntity', 'connec_entity', 'text'],
  ['connecId', 'connec_id', 'text'],
  ['externalEntity', 'external_entity', 'text'],
  ['externalId', 'external_id', 'text'],
  ['name', 'name', 'text'],
  ['toConnec', 'to_connec', 'boolean'],
  ['toExternal', 'to_external', 'boolean'],
  ['externalInactive', 'external_inactive', 'boolean'],
  ['lastPushToConnec', 'last_push_to_connec', 'timestamp'],
  ['lastPushToExternal', 'last_push_to_external', 'timestamp'],
  ['connecVersion', 'connec_version', 'timestamp'],
  ['externalVersion', 'external_version', 'timestamp'],
  ['connecHash', 'connec_hash', 'text'],
  ['externalHash', 'external_hash', 'text'],
  ['baseFields', 'base_fields', 'text'],
  ['createKey', 'create_key', 'text'],
  ['createStartedAt', 'create_started_at', 'timestamp'],
  ['begunWrites', 'begun_writes', 'text'],
  ['writeBackPending', 'write_back_pending', 'boolean'],
  ['waitingFor', 'waiting_for', 'text'],
  ['failedTo', 'failed_to', 'text'],
  ['failures', 'failures', 'integer'],
  ['message', 'message', 'text'],
  ['dueAt', 'due_at', 'timestamp'],
  ['parkedAt', 'parked_at', 'timestamp'],
  ['decisions', 'decisions', 'text'],
  ['metadata', 'metadata', 'text'],
];

/** As in prisma/schema.prisma; null where it says nothing. */
export const defaults: Partial<Record<keyof IdMapRow, unknown>> = {
  ...Object.fromEntries(columns.map(([key]) => [key, null])),
  id: undefined,
  toConnec: true,
  toExternal: true,
  externalInactive: false,
  writeBackPending: false,
  failures: 0,
  decisions: '[]',
  metadata: '{}',
};
