import { UserError } from '../user-error.ts';
import { type Connection, openDatabase } from './connection.ts';
import { readDatabaseUrl } from './database-url.ts';
import { providerOf, readSchema } from './provider.ts';

/** Where a record stands, in one word; see "What happens to a record" in the engine's README. */
export type RecordState = 'parked' | 'unsettled' | 'waiting' | 'failed' | 'untold' | 'inactive' | 'in step';

/** One record of a project's database, as people ask for it. Dates are ISO 8601, or null. */
export interface KnownRecord {
  id: number;
  organization: string;
  tenant: string;
  name: string | null;
  connecEntity: string;
  connecId: string | null;
  externalEntity: string;
  externalId: string | null;
  state: RecordState;
  message: string | null;
  failures: number;
  failedTo: string | null;
  waitingFor: string | null;
  dueAt: string | null;
  parkedAt: string | null;
  lastPushToConnec: string | null;
  lastPushToExternal: string | null;
  /** The last ten, newest first. */
  decisions: { at: string; what: string }[];
}

/**
 * Opens the database of the project in `folder` for `work`.
 *
 * @throws {UserError} when it cannot be opened, or has not been migrated.
 */
export async function withRecords<T>(folder: string, work: (records: Records) => Promise<T>): Promise<T> {
  const provider = providerOf(await readSchema(folder));
  const connection = await openDatabase(folder, await readDatabaseUrl(folder), provider, false);
  try {
    return await work(recordsIn(connection));
  } catch (error) {
    if (!/no such table|does not exist/i.test((error as Error).message)) throw error;
    throw new UserError('The database has no table of records yet: run "connector migrate" first.', {
      cause: error,
    });
  } finally {
    await connection.close();
  }
}

export interface Records {
  /** Those in one of these states, the oldest first. */
  inState(states: readonly RecordState[], organization?: string): Promise<KnownRecord[]>;
  /** Those of an entity, by any of its names, with that id on either side. */
  byId(entity: string, id: string): Promise<KnownRecord[]>;
  byRow(row: number): Promise<KnownRecord | undefined>;
  /** Lets a record be tried again in the next run, as the engine's `releaseRecord` does. */
  release(record: KnownRecord, now: Date): Promise<void>;
}

function recordsIn(connection: Connection): Records {
  const select = async (where: string) =>
    (await connection.query(`${selection} WHERE ${where}`)).map(toRecord);
  return {
    inState: async (states, organization) => {
      const of = organization === undefined ? '' : ` AND o.uid = ${text(organization)}`;
      const rows = await select(
        `(${states.map((state) => conditions[state]).join(' OR ')})${of} ORDER BY m.id`,
      );
      return rows.filter(({ state }) => states.includes(state));
    },
    byId: (entity, id) => {
      const name = text(entity.toLowerCase().replaceAll('_', ' '));
      const names = ['m.connec_entity', 'm.external_entity'].map(
        (column) => `replace(${column}, '_', ' ') = ${name}`,
      );
      return select(
        `(${names.join(' OR ')}) AND (m.connec_id = ${text(id)} OR m.external_id = ${text(id)}) ORDER BY m.id`,
      );
    },
    byRow: async (row) => (await select(`m.id = ${Number(row)}`))[0],
    release: async (record, now) => {
      const at = now.toISOString();
      const decisions = [{ at, what: 'was released by a person' }, ...record.decisions].slice(0, 10);
      const failedTo = record.failedTo ?? (record.externalId === null ? 'external' : 'connec');
      const stamp = text(at.replace('Z', '+00:00'));
      await connection.query(
        `UPDATE id_maps SET parked_at = NULL, failures = 0, failed_to = ${text(failedTo)}, due_at = ${stamp}, updated_at = ${stamp}, decisions = ${text(JSON.stringify(decisions))} WHERE id = ${record.id}`,
      );
    },
  };
}

const columns = [
  'm.id',
  'o.uid',
  'o.tenant',
  'm.name',
  'm.connec_entity',
  'm.connec_id',
  'm.external_entity',
  'm.external_id',
  'm.message',
  'm.failures',
  'm.failed_to',
  'm.waiting_for',
  'm.due_at',
  'm.parked_at',
  'm.last_push_to_connec',
  'm.last_push_to_external',
  'm.decisions',
  'm.create_key',
  'm.write_back_pending',
  'm.external_inactive',
];
const selection = `SELECT ${columns.join(', ')} FROM id_maps m JOIN organizations o ON o.id = m.organization_id`;

const conditions: Record<RecordState, string> = {
  parked: 'm.parked_at IS NOT NULL',
  unsettled: 'm.create_key IS NOT NULL',
  waiting: 'm.waiting_for IS NOT NULL',
  failed: 'm.failed_to IS NOT NULL',
  untold: 'm.write_back_pending',
  inactive: 'm.external_inactive',
  'in step': 'm.failed_to IS NULL',
};

function toRecord(row: unknown[]): KnownRecord {
  const value = (column: string) => row[columns.indexOf(column)];
  const words = (column: string) => (value(column) as string | null) ?? null;
  return {
    id: Number(value('m.id')),
    organization: String(value('o.uid')),
    tenant: String(value('o.tenant')),
    name: words('m.name'),
    connecEntity: String(value('m.connec_entity')),
    connecId: words('m.connec_id'),
    externalEntity: String(value('m.external_entity')),
    externalId: words('m.external_id'),
    state: stateOf(value),
    message: words('m.message'),
    failures: Number(value('m.failures')),
    failedTo: words('m.failed_to'),
    waitingFor: words('m.waiting_for'),
    dueAt: instant(value('m.due_at')),
    parkedAt: instant(value('m.parked_at')),
    lastPushToConnec: instant(value('m.last_push_to_connec')),
    lastPushToExternal: instant(value('m.last_push_to_external')),
    decisions: JSON.parse(String(value('m.decisions'))) as KnownRecord['decisions'],
  };
}

function stateOf(value: (column: string) => unknown): RecordState {
  if (value('m.parked_at') !== null) return 'parked';
  if (value('m.create_key') !== null) return 'unsettled';
  if (value('m.waiting_for') !== null) return 'waiting';
  if (value('m.failed_to') !== null) return 'failed';
  if (value('m.write_back_pending')) return 'untold';
  return value('m.external_inactive') ? 'inactive' : 'in step';
}

/** Databases give instants as text, with or without a zone; all are UTC. */
function instant(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const written = value instanceof Date ? value.toISOString() : String(value).replace(' ', 'T');
  return new Date(/[Z+]|-\d\d:\d\d$/.test(written.slice(19)) ? written : `${written}Z`).toISOString();
}

const text = (value: string) => `'${value.replaceAll("'", "''").replaceAll('\0', '')}'`;
