import type { Connector } from '../connector.ts';
import type { AnyEntity, Organization, Synchronization } from '../engine/index.ts';
import { texts } from '../texts.ts';
import { externalNames } from './entity-names.ts';
import { formatNumber } from './format.ts';
import { type CountsOf, countsOf, lastRun, presentRun } from './runs.ts';

/** One synchronization of an organization with all it counted; undefined when it has none of that id. */
export async function presentRunDetails(connector: Connector, organization: Organization, id: number) {
  const { database, external } = connector;
  const row = await database.synchronization.findFirst({ where: { id, organizationId: organization.id } });
  if (!row) return undefined;
  const { run: last, progress } = await lastRun(connector, organization);
  return {
    run: last?.id === id ? last : presentRun(row, external.entities),
    running: progress?.id === id,
    rows: external.entities.flatMap((entity) => rowsOf(row, entity, external.name)),
  };
}

/** Two rows for an entity: what went out, and what came back. */
function rowsOf(run: Synchronization, entity: AnyEntity, application: string) {
  const counts = countsOf(run, entity);
  if (!counts) return [];
  const row = (way: string, some: CountsOf) => ({
    way,
    cells: columns.map((column) => ({
      column,
      count: formatNumber(some[column] ?? 0),
      value: some[column] ?? 0,
    })),
  });
  return [
    {
      key: entity.key,
      name: externalNames(entity),
      error: counts.error,
      ways: [
        row(texts.settings.toConnec(application), counts.toConnec),
        row(texts.settings.toExternal(application), counts.toExternal),
      ],
    },
  ];
}

/** In this order; texts.history.details names them. */
const columns = ['fetched', 'created', 'updated', 'merged', 'skipped', 'conflicts', 'failed'] as const;
