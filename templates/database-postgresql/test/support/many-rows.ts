import type { Database, Organization } from '../../src/engine/index.ts';

/**
 * So much in a database that it matters how a row is found: 80,000 records of this organization and 40,000 of others,
 * some of them due or parked, a hundred synchronizations of each, and an inbox that remembers what was dealt with.
 */
export async function fill(database: Database, { id }: Pick<Organization, 'id'>): Promise<void> {
  for (const statement of statementsFor(id)) await database.$executeRawUnsafe(statement);
  await database.$executeRawUnsafe('ANALYZE');
}

const statementsFor = (id: number): string[] => [
  `INSERT INTO organizations
    (uid, tenant, name, oauth_uid, oauth_token, sync_enabled, next_run_at, silent_since, updated_at)
   SELECT 'group-' || n, 'default', 'Company ' || n, 'account-' || n, 'x', n % 2 = 0,
     now() + make_interval(secs => n - 20), now(), now()
   FROM generate_series(1, 4000) n`,
  idMaps(`${id}`, 80_000, "now() + interval '1 day'"),
  idMaps(`(SELECT max(id) FROM organizations) - n % 60`, 40_000, 'now()'),
  `INSERT INTO synchronizations (organization_id, status, finished_at, updated_at)
   SELECT organizations.id, 'SUCCESS', now(), now()
   FROM generate_series(1, 100) n, organizations WHERE organizations.id % 20 = 0 OR organizations.id = ${id}`,
  `INSERT INTO run_requests (organization_id) SELECT organizations.id FROM organizations`,
  `INSERT INTO inbox (source, tenant, group_uid, delivery_id, due_at, parked_at, body)
   SELECT 'external', 'default', 'group-' || n % 4000, n,
     CASE WHEN n % 20 > 0 THEN now() + interval '1 hour' END, CASE WHEN n % 20 = 0 THEN now() END, '{}'
   FROM generate_series(1, 20000) n`,
];

/** One in 100 is due, or is so at `dueAt`; as many are parked. */
const idMaps = (organization: string, count: number, dueAt: string): string => `
  INSERT INTO id_maps (organization_id, connec_entity, connec_id, external_entity, external_id, name,
    failed_to, failures, waiting_for, due_at, parked_at, created_at, updated_at)
  SELECT ${organization}, kind[1], 'c' || n, kind[2], 'e' || n, 'Ada ' || n,
    CASE WHEN n % 100 IN (1, 3) THEN 'external' END, CASE WHEN n % 100 IN (1, 3) THEN 1 ELSE 0 END,
    CASE WHEN n % 100 = 2 THEN 'c0' END, CASE WHEN n % 100 IN (1, 2) THEN ${dueAt} END,
    CASE WHEN n % 100 = 3 THEN now() END, now() - make_interval(secs => n), now()
  FROM generate_series(1, ${count}) n, LATERAL (SELECT CASE n % 4
    WHEN 0 THEN '{organization,company}'::text[] WHEN 1 THEN '{person,contact}' WHEN 2 THEN '{person,lead}'
    ELSE '{person,person}' END AS kind) AS kinds`;
