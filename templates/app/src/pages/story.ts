import type { Connector } from '../connector.ts';
import { decisionsOf, type Organization } from '../engine/index.ts';
import { kindsOf } from './find-records.ts';
import { presentRecord } from './mapping.ts';
import { maybeStuck } from './record-state.ts';

/** A record's story, as `connector explain` tells it; undefined when the organization has none of that id. */
export async function presentStory(connector: Connector, organization: Organization, id: number) {
  const { database } = connector;
  const row = await database.idMap.findFirst({ where: { id, organizationId: organization.id } });
  if (!row) return undefined;
  return {
    record: presentRecord(connector, organization, row),
    sentTo: { connec: row.lastPushToConnec, external: row.lastPushToExternal },
    failures: row.failures,
    dueAt: row.parkedAt ? null : row.dueAt,
    waitsFor: row.waitingFor ? await findWaitedFor(connector, organization, row.waitingFor) : undefined,
    canRetry: maybeStuck(row),
    decisions: decisionsOf(row).map(({ at, what }) => ({ at: new Date(at), what })),
  };
}

/** Which record it is, if it is known here. */
async function findWaitedFor(
  { database, external }: Connector,
  organization: Organization,
  connecId: string,
) {
  const row = await database.idMap.findFirst({
    where: {
      organizationId: organization.id,
      OR: kindsOf(external.entities).map((kind) => ({ ...kind, connecId })),
    },
    select: { id: true, name: true },
  });
  return { connecId, id: row?.id, name: row?.name };
}
