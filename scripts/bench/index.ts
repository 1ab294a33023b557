// How fast the engine is next to a bare loop that does the least there is to do, and how much memory it takes.
// Usage: npm run bench [-- --records N] [--json FILE] [--skip-million]; PostgreSQL too when DATABASE_URL points to one.
import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrationStatements } from '../../templates/app/test/support/migrations.ts';
import { describeMachine } from '../machine.ts';
import { textTable } from '../table.ts';
import type { Direction } from './bench-engine.ts';
import type { Kind, Measured, Series } from './child.ts';
import { measureLatency } from './latency.ts';

interface Run {
  database: 'sqlite' | 'postgresql';
  direction: Direction;
  kind: Kind;
  records: number;
  recordsPerSecond: number;
  ratioToFloor: number;
  statementsPerPage: number;
  peakMb: number;
}

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '200000' },
    json: { type: 'string' },
    'skip-million': { type: 'boolean', default: false },
  },
});
const kinds: Kind[] = ['new', 'unchanged', 'changed', '1 % changed', 'conflicting'];
const sizes = [2_000, 20_000, 200_000].filter((size) => size <= Number(values.records));
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const runs: Run[] = [];
const floors: number[] = [];
const migrations = await migrationStatements();
const child = compileChild();

try {
  for (const database of databases())
    for (const direction of ['toConnec', 'toExternal'] as const)
      for (const records of sizes) runs.push(...(await measure(database, direction, records, kinds)));
  const million = Number(values.records) >= 200_000 && !values['skip-million'];
  // Each in a process of its own: the memory of the first is none of the second's.
  if (million)
    for (const kind of ['new', 'unchanged'] as const)
      runs.push(...(await measure('sqlite', 'toConnec', 1_000_000, [kind])));
  const latency = await measureLatency(folder, migrations);
  print(latency);
  const machine = describeMachine();
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ machine, floor: floor(), runs, latency }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The median: each run is set against the floor that was measured right before it. */
function floor(): number {
  return Math.round(floors.sort((a, b) => a - b)[Math.floor(floors.length / 2)] ?? 0);
}

function databases(): Run['database'][] {
  return process.env.DATABASE_URL?.startsWith('postgres') ? ['sqlite', 'postgresql'] : ['sqlite'];
}

async function measure(
  database: Run['database'],
  direction: Direction,
  records: number,
  wanted: readonly Kind[],
): Promise<Run[]> {
  const url =
    database === 'sqlite'
      ? `file:${join(folder, `${direction}-${records}.db`)}`
      : String(process.env.DATABASE_URL);
  const measured = await inChild({
    url,
    migrations: existsSync(url.replace('file:', '')) ? [] : migrations,
    direction,
    records,
    kinds: wanted,
  });
  floors.push(...measured.map((run) => run.floor));
  return measured.map(({ kind, recordsPerSecond, statementsPerPage, peakMb, floor: ownFloor }) => ({
    database,
    direction,
    kind,
    records,
    recordsPerSecond: Math.round(recordsPerSecond),
    ratioToFloor: Number((recordsPerSecond / ownFloor).toFixed(2)),
    statementsPerPage: Number(statementsPerPage.toFixed(2)),
    peakMb,
  }));
}

/** As a project runs: compiled. What tsx adds to every function is not the engine's cost. */
function compileChild(): string {
  const root = join(import.meta.dirname, '../..');
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', import.meta.dirname]);
  return join(root, 'node_modules/.cache/bench/scripts/bench/child.js');
}

function inChild(series: Series): Promise<Measured[]> {
  const running = fork(child, { execArgv: [] });
  running.send(series);
  return new Promise((resolve, reject) => {
    running.once('message', (message) => resolve(message as Measured[]));
    running.once('exit', (code, signal) =>
      reject(new Error(`the bench's child ended with ${code ?? signal}`)),
    );
  });
}

function print(latency: { ratio: number }): void {
  console.log(`${describeMachine()}\n\nfloor: ${floor()} records/s\n`);
  console.log(
    textTable(
      ['database', 'direction', 'kind', 'records', 'records/s', 'of the floor', 'statements/page', 'peak MB'],
      runs.map((run) => [
        run.database,
        run.direction,
        run.kind,
        run.records,
        run.recordsPerSecond,
        run.ratioToFloor,
        run.statementsPerPage,
        run.peakMb,
      ]),
    ),
  );
  console.log(`\nwith 50 ms on every external call: ${latency.ratio} times the sequential rate`);
}
