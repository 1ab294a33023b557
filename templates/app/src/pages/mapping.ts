import type { Connector } from '../connector.ts';
import { type IdMap, type Organization, publicName } from '../engine/index.ts';
import { texts } from '../texts.ts';

export const pageSize = 50;

/** One page of the organization's id maps (contract 276), and where it stands among the others. */
export async function presentMapping(
  { database, external }: Connector,
  organization: Organization,
  wanted: number,
) {
  const where = { organizationId: organization.id };
  const total = await database.idMap.count({ where });
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const page = Math.min(Math.max(1, wanted), pages);
  const rows = await database.idMap.findMany({
    where,
    orderBy: [{ connecEntity: 'asc' }, { name: 'asc' }, { id: 'asc' }],
    skip: (page - 1) * pageSize,
    take: pageSize,
  });
  return {
    total,
    page,
    pages,
    rows: rows.map((row) => ({
      name: row.name,
      connecEntity: publicName(row.connecEntity),
      connecId: row.connecId,
      externalEntity: publicName(row.externalEntity),
      externalId: row.externalId,
      externalLink: row.externalId && external.recordLink(organization, row.externalEntity, row.externalId),
      state: stateOf(row, external.name),
    })),
  };
}

interface State {
  /** Which colour goes with it. */
  kind: 'error' | 'waiting' | 'off' | 'success';
  text: string;
  message?: string | null;
}

/** In words. The message is the engine's, for people to read. */
function stateOf(row: IdMap, application: string): State {
  const words = texts.mapping.state;
  const { message } = row;
  if (row.parkedAt) return { kind: 'error', text: words.parked, message };
  if (row.failures > 0 || message)
    return { kind: 'error', text: row.dueAt ? words.retried : words.failed, message };
  if (row.waitingFor) return { kind: 'waiting', text: words.waiting };
  if (row.externalInactive) return { kind: 'off', text: words.inactive };
  if (!row.toConnec && !row.toExternal) return { kind: 'off', text: words.off };
  if (row.connecId && row.externalId) return { kind: 'success', text: words.both };
  return { kind: 'waiting', text: row.connecId ? words.connecOnly : words.externalOnly(application) };
}
