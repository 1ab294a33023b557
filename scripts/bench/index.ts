// How fast the engine is next to a bare loop that does the least there is to do, and how much memory it takes.
// Usage: npm run bench [-- --records N] [--json FILE] [--skip-million]; PostgreSQL too when DATABASE_URL points to one.
// Ends with 1 when a target is missed.
import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readMigrations } from '../../src/schema/migrations.ts';
import { describeMachine } from '../machine.ts';
import type { Direction } from './bench-engine.ts';
import type { Kind, Measured, Series } from './child.ts';
import { type BenchDatabases, type DatabaseKind, openDatabases } from './databases.ts';
import type { Latency } from './latency.ts';
import type { Part } from './parts.ts';
import { compilePrograms } from './programs.ts';
import { reportOf } from './report.ts';
import type { Run } from './run.ts';
import { missedTargets } from './targets.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '200000' },
    json: { type: 'string' },
    'skip-million': { type: 'boolean', default: false },
  },
});
const kinds: Kind[] = ['new', 'unchanged', 'changed', '1 % changed', 'conflicting'];
const sizes = [2_000, 20_000, 200_000].filter((size) => size <= Number(values.records));
const million = Number(values.records) >= 200_000 && !values['skip-million'];
/** A heap as a container of 300 MB leaves it: on a large machine Node collects garbage when it has nothing else to do. */
const smallHeap = ['--max-old-space-size=96'];

const runs: Run[] = [];
const floors: number[] = [];
let parts: Part[] = [];
let latency: Latency = { perSecond: 0, ratio: Number.POSITIVE_INFINITY };

for (const kind of databaseKinds()) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const databases = openDatabases(kind);
  try {
    const programs = await compilePrograms(kind, folder);
    for (const direction of ['toConnec', 'toExternal'] as const)
      for (const records of sizes) await measure(kind, programs, databases, direction, records);
    if (kind === 'sqlite') {
      if (million) await measureMillion(programs, databases);
      latency = await inChild(
        programs,
        'latency',
        await seriesOf(kind, databases, 'toExternal', 400, ['new']),
      );
      parts = JSON.parse(execFileSync(process.execPath, [join(programs, 'parts.js')], { encoding: 'utf8' }));
    }
  } finally {
    await databases.remove();
    rmSync(folder, { recursive: true });
  }
}

const missed = missedTargets(runs, latency.ratio);
const floor = Math.round(floors.sort((a, b) => a - b)[Math.floor(floors.length / 2)] ?? 0);
console.log(`${describeMachine()}\n\n${reportOf({ floor, runs, parts, latency, missed })}`);
if (values.json) {
  const result = { machine: describeMachine(), floor, runs, parts, latency, missed };
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}
process.exitCode = missed.length > 0 ? 1 : 0;

function databaseKinds(): DatabaseKind[] {
  return process.env.DATABASE_URL?.startsWith('postgres') ? ['sqlite', 'postgresql'] : ['sqlite'];
}

async function measure(
  kind: DatabaseKind,
  programs: string,
  databases: BenchDatabases,
  direction: Direction,
  records: number,
): Promise<void> {
  const series = await seriesOf(kind, databases, direction, records, kinds);
  note(kind, series, await inChild<Measured[]>(programs, 'child', series));
}

/** Each in a process of its own: the memory of the first is none of the second's. */
async function measureMillion(programs: string, databases: BenchDatabases): Promise<void> {
  const series = await seriesOf('sqlite', databases, 'toConnec', 1_000_000, ['new']);
  for (const one of [series, { ...series, migrations: [], kinds: ['unchanged' as const] }])
    note('sqlite', one, await inChild<Measured[]>(programs, 'child', one, smallHeap));
}

async function seriesOf(
  database: DatabaseKind,
  databases: BenchDatabases,
  direction: Direction,
  records: number,
  wanted: readonly Kind[],
): Promise<Series> {
  const template = database === 'sqlite' ? 'app' : 'database-postgresql';
  const migrations = await readMigrations(join(import.meta.dirname, '../../templates', template));
  const url = await databases.fresh();
  return { url, migrations: migrations.map(({ sql }) => sql), direction, records, kinds: wanted };
}

function note(database: DatabaseKind, { direction, records }: Series, measured: readonly Measured[]): void {
  for (const { kind, recordsPerSecond, statementsPerPage, peakMb, floor: own } of measured) {
    floors.push(own);
    runs.push({
      database,
      direction,
      kind,
      records,
      recordsPerSecond: Math.round(recordsPerSecond),
      ratioToFloor: Number((recordsPerSecond / own).toFixed(2)),
      statementsPerPage: Number(statementsPerPage.toFixed(2)),
      peakMb,
    });
  }
}

function inChild<Result>(
  programs: string,
  name: string,
  series: Series,
  execArgv: string[] = [],
): Promise<Result> {
  const running = fork(join(programs, `${name}.js`), { execArgv });
  running.send(series);
  return new Promise((resolve, reject) => {
    running.once('message', (message) => resolve(message as Result));
    running.once('exit', (code, signal) => reject(new Error(`${name} ended with ${code ?? signal}`)));
  });
}
