import { Prisma } from '../../templates/app/src/engine/database.ts';
import type { JsonObject } from '../../templates/app/src/engine/index.ts';
import { slices } from '../../templates/app/src/engine/pages.ts';
import { parsePath } from '../../templates/app/src/engine/path.ts';
import { fold, idOf } from '../../templates/app/src/engine/references.ts';
import type { BenchDatabase } from './bench-database.ts';
import { answerTo, contactMapper } from './sides.ts';
import { externalPages } from './stream.ts';

const ours = { provider: 'bench', realm: 'bench-1' };
const references = [parsePath('organization_id')];

/**
 * What cannot be done without: records are parsed, mapped, folded, put into batches and upserted in bulk, fifty at a
 * time. No id map is read, nothing is compared, nothing can be resumed.
 *
 * @returns records per second.
 */
export async function measureFloor({ database }: BenchDatabase, organizationId: number, records: number) {
  const started = performance.now();
  for await (const page of slices(externalPages({ records, versionOf: () => 1, day: 2 }), 50)) {
    const operations = page.map((record) => ({
      method: 'post' as const,
      resource: 'people',
      record: { ...fold(mapped(record), references, ours), id: [idOf(record.id as number, ours)] },
    }));
    const answers = operations.map(answerTo);
    await database.$executeRaw(upsert(organizationId, page, answers));
  }
  const seconds = (performance.now() - started) / 1000;
  await database.idMap.deleteMany({ where: { organizationId } });
  return records / seconds;
}

const context = {} as Parameters<typeof contactMapper.toConnec>[1];
const mapped = (record: JsonObject) => contactMapper.toConnec(record, context);

/** Thirty statements of a hundred parameters are slower than one of JSON: the floor has the same means as the engine. */
function upsert(organizationId: number, page: JsonObject[], answers: ReturnType<typeof answerTo>[]) {
  const rows = page.map((record, i) => {
    const [connec] = answers[i]?.record.id ?? [];
    return [connec?.id, String(record.id), `${record.first_name} ${record.last_name}`];
  });
  const at = new Date();
  return Prisma.sql`
    INSERT INTO id_maps (organization_id, connec_entity, external_entity, connec_id, external_id, name, last_push_to_connec, updated_at)
    SELECT ${organizationId}, 'person', 'contact', value->>0, value->>1, value->>2, ${at}, ${at}
    FROM json_each(${JSON.stringify(rows)}) WHERE true
    ON CONFLICT (organization_id, connec_entity, external_entity, external_id) DO UPDATE
    SET connec_id = excluded.connec_id, name = excluded.name, last_push_to_connec = excluded.last_push_to_connec, updated_at = excluded.updated_at`;
}
