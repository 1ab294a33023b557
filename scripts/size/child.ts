// One database and the engine on it, in a process of its own: called by index.ts.
import { silentLog } from '../../templates/app/src/engine/index.ts';
import { readBacklog } from '../../templates/app/src/metrics/backlog.ts';
import { prune } from '../../templates/app/src/prune.ts';
import { type BenchDatabase, openBenchDatabase } from '../bench/bench-database.ts';
import { createBenchOrganization, runBench } from '../bench/bench-engine.ts';
import type { Script } from '../bench/sides.ts';
import { addOrganizations, fillIdMaps, fillWhatIsPruned, sizesOf } from './fill.ts';
import { type Asked, type Kind, kinds, nameOf, type PageCost, type Weight } from './kinds.ts';

/** Records of one run, and of a page of the engine. */
const [records, pageSize] = [2000, 50];
/** The rows of a database are those of so many organizations, the measured ones among them. */
const others = 1000;

let bench: BenchDatabase;

process.on('message', async (asked: Asked) => {
  const answer = await deal(asked);
  process.send?.(answer);
});

async function deal(asked: Asked): Promise<PageCost | Weight | 'ready'> {
  if (asked.ask === 'run') return run(asked.kind, asked.round);
  if (asked.ask === 'weigh') return weigh();
  bench = await openBenchDatabase(asked.url, asked.migrations);
  await prepare(asked.rows, asked.rounds);
  return 'ready';
}

/** Each run has an organization that no other one has warmed up, anywhere among the others. Round 0 is that. */
async function prepare(rows: number, rounds: number): Promise<void> {
  for (let round = 0; round <= rounds; round += 1) {
    await addOrganizations(bench.database, Math.round(others / (rounds + 1)));
    for (const kind of kinds) await createBenchOrganization(bench, accountOf(kind, round));
  }
  for (let round = 0; round <= rounds; round += 1)
    for (const kind of kinds.filter(({ known }) => known))
      await synchronize({ ...kind, known: false }, round, kind);
  await fillIdMaps(bench.database, rows);
  await fillWhatIsPruned(bench.database);
  await bench.database.$executeRawUnsafe('VACUUM (ANALYZE)');
  for (const kind of kinds) await run(kind, 0);
}

const accountOf = (kind: Kind, round: number) => `${nameOf(kind)} ${round}`;

async function run(kind: Kind, round: number): Promise<PageCost> {
  const [statements, startedAt] = [bench.statements(), performance.now()];
  await synchronize(kind, round, kind);
  const pages = records / pageSize;
  return {
    msPerPage: (performance.now() - startedAt) / pages,
    statementsPerPage: (bench.statements() - statements) / pages,
  };
}

/** @param owner whose organization it is. */
async function synchronize({ direction, known }: Kind, round: number, owner: Kind): Promise<void> {
  const oauthUid = accountOf(owner, round);
  const organization = await bench.database.organization.findFirstOrThrow({ where: { oauthUid } });
  const stream = { records, versionOf: () => 1, day: known ? 3 : 2, known, realm: oauthUid };
  const script: Script =
    direction === 'toConnec'
      ? { connec: undefined, external: stream, latencyMs: 0 }
      : { connec: stream, external: undefined, latencyMs: 0 };
  await runBench(bench, organization, script, [direction]);
}

async function weigh(): Promise<Weight> {
  const { rows, bytes, indexes } = await sizesOf(bench.database);
  const backlogMs = await timed(() => readBacklog(bench.database, new Date()));
  const before = await countPruned();
  const parts = { config: { keepAuditDays: 730 }, database: bench.database, log: silentLog };
  const ms = await timed(() => prune(parts));
  return {
    rows,
    bytesPerRow: { row: Math.round(bytes / rows), indexes: Math.round(indexes / rows) },
    prune: { rows: before - (await countPruned()), ms },
    backlogMs,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round(performance.now() - startedAt);
}

async function countPruned(): Promise<number> {
  const { session, usedAssertion, inboxMessage, auditEntry } = bench.database;
  const counts = await Promise.all([
    session.count(),
    usedAssertion.count(),
    inboxMessage.count(),
    auditEntry.count(),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}
