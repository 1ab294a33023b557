// Whether a page of a run costs as much with millions of records in the database as with few: on PostgreSQL, started
// for it, with a hundredth of the rows, a tenth and all of them, a run on each in turn.
// Usage: npm run size [-- --rows N] [--rounds N] [--json FILE]; 10 million rows take 10 GB and a quarter of an hour.
// Ends with 1 when a page costs more than 1.5 times as much.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readMigrations } from '../../src/schema/migrations.ts';
import { postgresPrograms, startPostgres } from '../../test/support/postgres.ts';
import { compilePrograms } from '../bench/programs.ts';
import { describeMachine } from '../machine.ts';
import { type Asked, kinds, type PageCost, type Weight } from './kinds.ts';
import { type Measured, missedOf, reportOf } from './report.ts';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
  },
});
const rows = Number(flags.rows);
const rounds = Number(flags.rounds);
/** What is measured takes rows of its own. */
const fewest = 100_000;
const sizes = [Math.max(fewest, rows / 100), rows / 10, rows].filter((size) => size >= fewest);
if (!postgresPrograms) throw new Error('PostgreSQL is not installed here');

const folder = mkdtempSync(join(tmpdir(), 'size-'));
const postgres = await startPostgres();
const children: ChildProcess[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void clean().then(() => process.exit(130)));
try {
  const programs = await compilePrograms(
    'postgresql',
    folder,
    ['scripts/size/child.ts'],
    ['src/prune.ts', 'src/metrics/backlog.ts'],
  );
  for (const size of sizes) children.push(await prepare(join(programs, 'child.js'), size));
  await report();
} finally {
  await clean();
}

async function clean(): Promise<void> {
  for (const child of children) child.kill();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function prepare(program: string, size: number): Promise<ChildProcess> {
  const startedAt = performance.now();
  const child = fork(program);
  const migrations = await readMigrations(join(import.meta.dirname, '../../templates/database-postgresql'));
  await ask(child, {
    ask: 'prepare',
    url: await postgres.freshDatabase(),
    migrations: migrations.map(({ sql }) => sql),
    rows: size,
    rounds,
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${size.toLocaleString('en')} id maps are there after ${seconds} s`);
  return child;
}

/** One round after the other, and in each of them one database after the other: what else goes on meets all alike. */
async function report(): Promise<void> {
  const costs = new Map(kinds.map((kind) => [kind, children.map((): PageCost[] => [])]));
  for (let round = 1; round <= rounds; round += 1)
    for (const kind of kinds)
      for (const i of children.keys()) {
        const turn = (i + round) % children.length; // Whoever comes first finds the machine cold.
        const cost = await ask<PageCost>(children[turn] as ChildProcess, { ask: 'run', kind, round });
        costs.get(kind)?.[turn]?.push(cost);
      }
  const measured: Measured[] = kinds.map((kind) => {
    const bySize = costs.get(kind) ?? [];
    const growths = (bySize.at(-1) ?? []).map((cost, i) => cost.msPerPage / (bySize[0]?.[i]?.msPerPage ?? 0));
    return { kind, costs: bySize.map(middleOf), growth: median(growths) };
  });
  const weights: Weight[] = [];
  for (const child of children) weights.push(await ask<Weight>(child, { ask: 'weigh' }));
  console.log(`\n${describeMachine()}\n\n${reportOf({ sizes, measured, weights })}`);
  if (flags.json) {
    const result = { machine: describeMachine(), sizes, measured, weights, missed: missedOf(measured) };
    writeFileSync(flags.json, `${JSON.stringify(result, null, 2)}\n`);
  }
  process.exitCode = missedOf(measured).length > 0 ? 1 : 0;
}

function ask<Answer>(child: ChildProcess, asked: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the process of a database ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as Answer);
    });
    child.send(asked);
  });
}

function middleOf(costs: readonly PageCost[]): PageCost {
  return {
    msPerPage: median(costs.map(({ msPerPage }) => msPerPage)),
    statementsPerPage: median(costs.map(({ statementsPerPage }) => statementsPerPage)),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
