import { printJson } from '../actions/print-json.ts';
import { status } from '../actions/status.ts';
import { findProject } from '../project.ts';
import { type KnownRecord, type RecordState, type Records, withRecords } from '../schema/id-maps.ts';
import { UserError } from '../user-error.ts';

/** The flags as they were given. */
export interface RecordsOptions {
  parked?: boolean;
  waiting?: boolean;
  failed?: boolean;
  organization?: string;
  /** The row of a record, as the list gives it. */
  release?: string;
  json?: boolean;
  /** A folder inside the project; the current one by default. */
  folder?: string;
}

const needCare: readonly RecordState[] = ['parked', 'unsettled', 'waiting', 'failed', 'untold'];

/** `connector records`: lists the records that are not in step, and lets a parked one be tried again. */
export async function records(options: RecordsOptions = {}): Promise<void> {
  const { folder } = await findProject(options.folder);
  await withRecords(folder, async (known) => {
    if (options.release !== undefined) return await release(known, options.release, options);
    const found = await known.inState(statesOf(options), options.organization);
    if (options.json) printJson({ records: found });
    else list(found);
  });
}

function statesOf({ parked, waiting, failed }: RecordsOptions): readonly RecordState[] {
  const wanted: RecordState[] = [
    ...(parked ? (['parked'] as const) : []),
    ...(waiting ? (['waiting'] as const) : []),
    ...(failed ? (['failed', 'unsettled'] as const) : []),
  ];
  return wanted.length > 0 ? wanted : needCare;
}

function list(found: readonly KnownRecord[]): void {
  for (const record of found) {
    const { id, state, name, organization, externalEntity, externalId, connecId, message } = record;
    const where = externalId === null ? `Connec! ${connecId}` : `external ${externalId}`;
    status(
      state === 'parked' ? 'warn' : 'note',
      `#${id}  ${state}  ${externalEntity} "${name ?? ''}"  ${where}  (${organization})`,
    );
    if (message) console.log(`${' '.repeat(14)}${message}`);
  }
  if (found.length === 0) status('identical', 'every record is in step');
}

async function release(known: Records, row: string, { json }: RecordsOptions): Promise<void> {
  const record = /^#?\d+$/.test(row) ? await known.byRow(Number(row.replace('#', ''))) : undefined;
  if (!record) {
    throw new UserError(`There is no record ${row}: "connector records" lists them by their number.`);
  }
  await known.release(record, new Date());
  if (json) printJson({ released: record.id });
  else
    status(
      'release',
      `#${record.id}  ${record.externalEntity} "${record.name ?? ''}" is tried again in the next run`,
    );
}
