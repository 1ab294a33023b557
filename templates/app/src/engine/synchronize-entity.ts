import { attend, attendCreations, attendUnanswered } from './attend.ts';
import { type ConnecChanges, noChanges, noteConnecChanges } from './connec-changes.ts';
import { writePage } from './connec-to-external.ts';
import { sendPage } from './external-to-connec.ts';
import { instantOf } from './instant.ts';
import { ahead, slices } from './pages.ts';
import { lookSize, type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import type { JsonObject } from './record.ts';
import { stopWhereAsked } from './stop.ts';
import { synchronizeSingleton } from './synchronize-singleton.ts';
import { traced } from './trace.ts';
import {
  moveWatermark,
  overlapMs,
  type Reading,
  readWatermarks,
  type Side,
  startReading,
} from './watermark.ts';
import { withHooks } from './with-hooks.ts';

/**
 * One entity, both ways: what earlier runs left is seen to, what Connec! changed is noted, what external changed
 * goes to Connec!, what Connec! has goes to external. The first time there is nothing to note: everything external
 * is offered to Connec! first, which recognises what it has (`matchingFields`), and only what is left is created in
 * external (contract 202).
 *
 * @param passes one for each part of the entity; a collection that several of them share is read once.
 */
export async function synchronizeEntity(key: string, passes: readonly Pass[]): Promise<void> {
  const [first] = passes as [Pass, ...Pass[]];
  await withHooks(passes, async () => {
    for (const pass of passes) await attend(pass);
    for (const pass of passes) if (pass.entity.singleton) await synchronizeSingleton(pass);
    await synchronizeCollections(
      key,
      first,
      passes.filter((pass) => !pass.entity.singleton),
    );
  });
}

async function synchronizeCollections(key: string, first: Pass, passes: readonly Pass[]) {
  const { context, database, now } = first;
  const marks = await readWatermarks(database, context.organization.id, key);
  const reading = { connec: startReading(now), external: startReading(now) };
  const incoming = passes.filter(sendsToConnec);
  const outgoing = passes.filter(sendsToExternal);
  const bothWays = outgoing.filter((pass) => incoming.includes(pass));
  const compared = marks.connec ? bothWays : await withPairs(bothWays);
  const changes = new Map<Pass, ConnecChanges>(
    passes.map((pass) => [pass, noChanges(compared.includes(pass))]),
  );
  const changesOf = (pass: Pass) => changes.get(pass) as ConnecChanges;

  const { connecFilter } = context.options;
  await readConnec(compared, changedSince(marks.connec), reading.connec, (pass, page) =>
    noteConnecChanges(pass, page, changesOf(pass)),
  );
  for (const pass of incoming) await attendUnanswered(pass, changesOf(pass));
  await readExternal(incoming, marks.external, reading.external, (pass, page) =>
    sendPage(pass, page, changesOf(pass)),
  );
  if (incoming.length > 0)
    await moveWatermark(first, key, 'external', marks.external, reading.external.until());
  for (const pass of bothWays) await attendCreations(pass);
  await readConnec(outgoing, changedSince(marks.connec, connecFilter), reading.connec, (pass, page) =>
    writePage(pass, page, changesOf(pass)),
  );
  // What was filtered out has not been looked at: the next run reads it.
  if (outgoing.length > 0 && !connecFilter)
    await moveWatermark(first, key, 'connec', marks.connec, reading.connec.until());
}

/** A first run that was cut off has left pairs of records, and people may have changed either side since. */
async function withPairs(passes: readonly Pass[]): Promise<Pass[]> {
  const paired: Pass[] = [];
  for (const pass of passes) {
    const isPair = { connecId: { not: null }, externalId: { not: null } };
    const where = { ...pass.scope, OR: [isPair, { begunWrites: { not: null } }] };
    // In the order of an index, or PostgreSQL looks for a first one from the beginning of the table.
    const orderBy = { createdAt: 'asc' } as const;
    if (await pass.database.idMap.findFirst({ where, orderBy, select: { id: true } })) paired.push(pass);
  }
  return paired;
}

type PageWork = (pass: Pass, page: JsonObject[]) => Promise<unknown>;

async function readConnec(
  passes: readonly Pass[],
  pagesOf: (pass: Pass) => AsyncIterable<JsonObject[]>,
  reading: Reading,
  work: PageWork,
): Promise<void> {
  for (const group of groupBy(passes, ({ entity }) => entity.connecResource)) {
    await readPages('connec', group, pagesOf(group[0]), async (pass, page) => {
      for (const record of page) reading.saw(record.updated_at);
      await work(pass, page);
    });
  }
}

async function readExternal(
  passes: readonly Pass[],
  mark: Date | undefined,
  reading: Reading,
  work: PageWork,
): Promise<void> {
  for (const group of groupBy(passes, ({ entity }) => entity.externalName)) {
    const since = readFrom(group[0], mark);
    const { entity, context } = group[0];
    const pages = entity.listExternal(context, since ? { since } : {});
    await readPages('external', group, pages, async (pass, page) => {
      for (const record of page) reading.saw(dateOf(pass, record));
      await work(pass, page);
    });
  }
}

function dateOf({ entity }: Pass, record: JsonObject): unknown {
  try {
    return entity.updatedAtFromExternal(record);
  } catch {
    return undefined; // Told when the record itself is looked at.
  }
}

async function readPages(
  from: Side,
  passes: readonly Pass[],
  pages: AsyncIterable<JsonObject[]>,
  work: PageWork,
): Promise<void> {
  for await (const page of ahead(slices(pages, lookSize))) {
    for (const pass of passes) {
      stopWhereAsked(pass);
      await pass.lease.check();
      await traced(pass, { type: 'page', from, records: page.length }, () => work(pass, page));
    }
  }
}

/** @param narrowed only these of the hub's records: conflicts are looked for among all of them. */
function changedSince(mark: Date | undefined, narrowed?: string) {
  return (pass: Pass): AsyncIterable<JsonObject[]> => {
    const { connec, options } = pass.context;
    const since = readFrom(pass, mark);
    const filters = [
      ...(since ? [`updated_at gt '${since.toISOString()}'`] : []),
      ...(narrowed ? [since ? `(${narrowed})` : narrowed] : []),
    ];
    return connec.pages(pass.entity.connecResource, {
      ...(filters.length > 0 ? { filter: filters.join(' and ') } : {}),
      ...(options.connecOrderBy ? { orderBy: options.connecOrderBy } : {}),
    });
  };
}

/** From the last read on; the first time, all that the customer shares (contract 286). */
function readFrom({ context }: Pass, mark: Date | undefined): Date | undefined {
  if (context.options.fullSync) return undefined;
  if (mark) return new Date(mark.getTime() - overlapMs);
  const sharedFrom = instantOf(context.organization.dateFilteringLimit);
  return sharedFrom === undefined ? undefined : new Date(sharedFrom - overlapMs);
}

type Group = readonly [Pass, ...Pass[]];

function groupBy(passes: readonly Pass[], nameOf: (pass: Pass) => string): Group[] {
  const groups = new Map<string, Pass[]>();
  for (const pass of passes) groups.set(nameOf(pass), [...(groups.get(nameOf(pass)) ?? []), pass]);
  return [...groups.values()] as unknown as Group[];
}
