import type { Database } from '../../templates/app/src/engine/index.ts';

/** Rows of one statement: progress is seen, and no transaction is long. */
const atATime = 500_000;

export async function addOrganizations(database: Database, count: number): Promise<void> {
  await database.$executeRawUnsafe(`
    INSERT INTO organizations (uid, tenant, name, oauth_uid, updated_at)
    SELECT gen_random_uuid(), 'default', 'Other', gen_random_uuid(), now() FROM generate_series(1, ${count})`);
}

/**
 * As many id maps as the table is to have, the organizations one after the other, all with as many. They are like one
 * that a run has made, but for their ids; one in 1,000 is due tomorrow, one is parked.
 */
export async function fillIdMaps(database: Database, rows: number): Promise<void> {
  const left = rows - (await database.idMap.count());
  for (let from = 0; from < left; from += atATime)
    await database.$executeRawUnsafe(statement(from, Math.min(from + atATime, left), left));
}

const statement = (from: number, until: number, of: number) => `
  INSERT INTO id_maps (organization_id, connec_entity, connec_id, external_entity, external_id, name,
    last_push_to_connec, connec_version, external_version, connec_hash, external_hash, decisions,
    due_at, parked_at, created_at, updated_at)
  SELECT ids[1 + n * array_length(ids, 1) / ${of}], connec_entity, gen_random_uuid(), external_entity,
    10000000 + n, 'Ada ' || n, last_push_to_connec, connec_version, external_version, connec_hash, external_hash,
    decisions, CASE WHEN n % 1000 = 0 THEN now() + interval '1 day' END, CASE WHEN n % 1000 = 1 THEN now() END,
    now() - make_interval(secs => n % 1000000), now()
  FROM generate_series(${from}::bigint, ${until - 1}) AS n,
    (SELECT array_agg(id ORDER BY id) AS ids FROM organizations) AS all_of_them,
    (SELECT * FROM id_maps WHERE connec_hash IS NOT NULL LIMIT 1) AS like_this`;

/** What an hour may leave of each kind that time bounds, beside what is kept. */
export async function fillWhatIsPruned(database: Database): Promise<void> {
  for (const one of [
    `INSERT INTO sessions (id, data, expires_at)
     SELECT gen_random_uuid(), '{}', now() + make_interval(hours => n % 20 - 1) FROM generate_series(1, 20000) n`,
    `INSERT INTO used_assertions (tenant, assertion_id, expires_at)
     SELECT 'default', gen_random_uuid(), now() + make_interval(hours => n % 20 - 1) FROM generate_series(1, 20000) n`,
    `INSERT INTO inbox (tenant, group_uid, parked_at, body, created_at)
     SELECT 'default', n, now() - make_interval(days => n / 200), '{}', now() - make_interval(days => n / 200)
     FROM generate_series(20000, 1, -1) n`,
    `INSERT INTO audit_entries (tenant, actor, action, at)
     SELECT 'default', 'usr-1', 'settings saved', now() - make_interval(days => n / 500)
     FROM generate_series(400000, 1, -1) n`,
  ])
    await database.$executeRawUnsafe(one);
}

/** Rows of `id_maps`, and the bytes that it and its indexes take on disk. */
export async function sizesOf(database: Database): Promise<{ rows: number; bytes: number; indexes: number }> {
  const [row] = await database.$queryRaw<{ rows: bigint; bytes: bigint; indexes: bigint }[]>`
    SELECT (SELECT count(*) FROM id_maps) AS rows, pg_table_size('id_maps') AS bytes,
      pg_indexes_size('id_maps') AS indexes`;
  return { rows: Number(row?.rows), bytes: Number(row?.bytes), indexes: Number(row?.indexes) };
}
