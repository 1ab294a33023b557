import { type Finding, pass, warn } from './finding.ts';
import type { Site } from './site.ts';

/** No synchronization says RUNNING while nobody holds its organization: the process that ran it has died. */
export async function checkRuns({ rows }: Site): Promise<Finding[]> {
  const running = await rows(`
    SELECT organizations.name, synchronizations.started_at, organizations.lease_expires_at
    FROM synchronizations JOIN organizations ON organizations.id = synchronizations.organization_id
    WHERE synchronizations.status = 'RUNNING' ORDER BY synchronizations.id`);
  const stuck = running.filter(([, , lease]) => !(instantOf(lease) > Date.now()));
  if (stuck.length === 0)
    return [pass(running.length === 0 ? 'none is under way' : `${running.length} under way`)];
  return stuck.map(([name, started]) =>
    warn(
      `${name}: one begun ${new Date(instantOf(started)).toISOString()} was interrupted`,
      'see that the connector runs: its next synchronization closes this one and goes on',
    ),
  );
}

/** No record was given up. */
export async function checkParked({ rows }: Site): Promise<Finding[]> {
  const parked = await rows(`
    SELECT organizations.name, id_maps.connec_entity, id_maps.external_entity, COUNT(*)
    FROM id_maps JOIN organizations ON organizations.id = id_maps.organization_id
    WHERE id_maps.parked_at IS NOT NULL
    GROUP BY organizations.name, id_maps.connec_entity, id_maps.external_entity
    ORDER BY organizations.name, id_maps.connec_entity`);
  if (parked.length === 0) return [pass('none')];
  return parked.map(([name, connec, external, count]) =>
    warn(
      `${name}: ${count} of ${connec} and ${external} were tried too often`,
      '"connector records --parked" says why for each; correct the record, or let it be tried again with --release',
    ),
  );
}

/** No organization waits for a person. */
export async function checkPaused({ rows }: Site): Promise<Finding[]> {
  const paused = await rows(
    'SELECT name, paused_reason FROM organizations WHERE paused_reason IS NOT NULL ORDER BY name',
  );
  if (paused.length === 0) return [pass('none')];
  return paused.map(([name, reason]) =>
    warn(`${name}: ${reason}`, "an administrator of it puts that right on the connector's page"),
  );
}

// SQLite gives text; PostgreSQL text or a date, without a zone where the column has none: it is UTC.
function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const text = String(value ?? '').replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}
