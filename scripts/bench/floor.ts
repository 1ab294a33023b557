import { Prisma } from '../../templates/app/src/engine/database.ts';
import type { JsonObject } from '../../templates/app/src/engine/index.ts';
import { each, slices } from '../../templates/app/src/engine/pages.ts';
import { parsePath } from '../../templates/app/src/engine/path.ts';
import { fold, idOf, unfold } from '../../templates/app/src/engine/references.ts';
import { dialect } from '../../templates/app/src/engine/sql-dialect.ts';
import type { BenchDatabase } from './bench-database.ts';
import type { Direction } from './bench-engine.ts';
import { answerTo, contactMapper, createContact } from './sides.ts';
import { connecPages, externalPages } from './stream.ts';

const ours = { provider: 'bench', realm: 'bench-1' };
const references = [parsePath('organization_id')];

/**
 * What cannot be done without in this direction: records are parsed, mapped, written where they go, and upserted in
 * bulk, fifty at a time; external gives its ids, and the hub is told of them. No id map is read, nothing is compared,
 * nothing can be resumed.
 *
 * @returns records per second.
 */
export async function measureFloor(
  { database }: BenchDatabase,
  organizationId: number,
  records: number,
  direction: Direction,
): Promise<number> {
  const stream = { records, versionOf: () => 1, day: 2 };
  const pages = direction === 'toConnec' ? externalPages(stream) : connecPages(stream);
  const carry = direction === 'toConnec' ? carryToConnec : carryToExternal;
  const started = performance.now();
  for await (const page of slices(pages, 50))
    await database.$executeRaw(upsert(database, organizationId, await carry(page)));
  const seconds = (performance.now() - started) / 1000;
  await database.idMap.deleteMany({ where: { organizationId } });
  return records / seconds;
}

const context = {} as Parameters<typeof contactMapper.toConnec>[1];

/** What is kept of a pair: both ids and the name. */
type Row = [connecId: unknown, externalId: unknown, name: string];

async function carryToConnec(page: JsonObject[]): Promise<Row[]> {
  const operations = page.map((record) => ({
    method: 'post' as const,
    resource: 'people',
    record: {
      ...fold(contactMapper.toConnec(record, context), references, ours),
      id: [idOf(record.id as number, ours)],
    },
  }));
  const answers = operations.map(answerTo);
  return page.map((record, i) => [answers[i]?.record.id[0]?.id, String(record.id), nameOf(record)]);
}

async function carryToExternal(page: JsonObject[]): Promise<Row[]> {
  const rows: Row[] = [];
  await each(page, 4, async (connec) => {
    const { record, connecId } = unfold(connec, references, ours);
    const created = await createContact(contactMapper.toExternal(record, context));
    rows.push([connecId, created.id, nameOf(record)]);
  });
  rows
    .map(([id, externalId]) => ({
      method: 'put' as const,
      resource: 'people',
      id: String(id),
      record: { id: [idOf(String(externalId), ours)] },
    }))
    .map(answerTo);
  return rows;
}

const nameOf = ({ first_name, last_name }: JsonObject) => `${first_name} ${last_name}`;

/** Thirty statements of a hundred parameters are slower than one of JSON: the floor has the same means as the engine. */
function upsert(database: BenchDatabase['database'], organizationId: number, rows: readonly Row[]) {
  const { items, item, scalar } = dialect(database);
  const at = scalar('timestamp', new Date().toISOString());
  return Prisma.sql`
    INSERT INTO id_maps (organization_id, connec_entity, external_entity, connec_id, external_id, name, last_push_to_connec, updated_at)
    SELECT ${scalar('integer', organizationId)}, 'person', 'contact',
      ${Prisma.raw([0, 1, 2].map((i) => item(i, 'text')).join(', '))}, ${at}, ${at} FROM ${items(JSON.stringify(rows))} WHERE true
    ON CONFLICT (organization_id, connec_entity, external_entity, external_id) DO UPDATE
    SET connec_id = excluded.connec_id, name = excluded.name, last_push_to_connec = excluded.last_push_to_connec, updated_at = excluded.updated_at`;
}
