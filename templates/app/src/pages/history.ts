import type { Connector } from '../connector.ts';
import type { Organization } from '../engine/index.ts';
import { presentChart } from './run-chart.ts';
import { lastRun, presentRun } from './runs.ts';

export const pageSize = 40;

/**
 * One page of an organization's synchronizations. The one under way is not in the list: it is followed above it.
 *
 * @param before the id of the one that the page before has ended with; none for the newest.
 */
export async function presentHistory(connector: Connector, organization: Organization, before?: number) {
  const { database, external } = connector;
  const rows = await database.synchronization.findMany({
    where: { organizationId: organization.id, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: 'desc' },
    take: pageSize + 1,
  });
  const last = await lastRun(connector, organization);
  const runs = rows
    .slice(0, pageSize)
    .filter(({ id }) => id !== last.progress?.id)
    .map((row) => (row.id === last.run?.id ? last.run : presentRun(row, external.entities)));
  return {
    ...last,
    runs,
    chart: presentChart(runs),
    isFirst: before === undefined,
    older: rows.length > pageSize ? rows[pageSize - 1]?.id : undefined,
  };
}
