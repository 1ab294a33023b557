import { printJson } from '../actions/print-json.ts';
import { findProject } from '../project.ts';
import { type KnownRecord, withRecords } from '../schema/id-maps.ts';
import { UserError } from '../user-error.ts';

export interface ExplainOptions {
  json?: boolean;
  /** A folder inside the project; the current one by default. */
  folder?: string;
}

/**
 * `connector explain ENTITY ID`: where a record stands, its id on either side, and when and why each of the last
 * decisions was taken.
 *
 * @throws {UserError} when nothing is known of it.
 */
export async function explain(entity: string, id: string, options: ExplainOptions = {}): Promise<void> {
  const { folder } = await findProject(options.folder);
  const found = await withRecords(folder, (records) => records.byId(entity, id));
  if (found.length === 0) {
    throw new UserError(
      `Nothing is known of ${entity} ${id}: no run has met it, or it was created before the date from which history is shared. ENTITY is the name on either side, as the mapping page has it.`,
    );
  }
  if (options.json) printJson({ records: found });
  else console.log(found.map(describe).join('\n\n'));
}

function describe(record: KnownRecord): string {
  const lines = [
    `#${record.id}  ${record.name ?? 'without a name'}  (${record.organization}, ${record.tenant})`,
    ...[
      ['state', stateOf(record)],
      ['Connec!', `${record.connecEntity}  ${record.connecId ?? 'no id yet'}`],
      ['external', `${record.externalEntity}  ${record.externalId ?? 'no id yet'}`],
      ['sent to Connec!', record.lastPushToConnec ?? 'never'],
      ['sent to external', record.lastPushToExternal ?? 'never'],
      ['message', record.message ?? ''],
    ].map(([label, value]) => `  ${label?.padEnd(18)}${value}`),
    ...record.decisions.map(({ at, what }) => `  ${at}  ${what}`),
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

function stateOf({ state, failedTo, failures, dueAt, waitingFor, parkedAt }: KnownRecord): string {
  switch (state) {
    case 'parked':
      return `parked since ${parkedAt}, after ${failures} failures: it is left alone until it changes or is released`;
    case 'unsettled':
      return `its creation may have gone through: it is looked for at ${dueAt}`;
    case 'waiting':
      return `waits for the hub record ${waitingFor || 'that its reference names'}`;
    case 'failed':
      return `failed to get to ${failedTo === 'connec' ? 'Connec!' : failedTo}, ${failures} times in a row: tried again at ${dueAt}`;
    case 'untold':
      return 'Connec! has yet to learn its external id';
    case 'inactive':
      return 'inactive in external: it does not travel';
    default:
      return 'in step';
  }
}
