// How long the tool's programs take from the shell's point of view, next to create-vite measured in between.
// Usage: npm run bench:start [-- --rounds N] [--json FILE] [--readme]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { writeIntoReadme } from './readme.ts';
import { type Cell, markdownTable, textTable } from './table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const vite = join(dirname(createRequire(import.meta.url).resolve('create-vite/package.json')), 'index.js');

interface Program {
  name: string;
  /** In milliseconds. */
  aim?: number;
  /** Runs in a project that is new each time, instead of an empty folder. */
  inProject?: boolean;
  /** `project` is a name that is not there yet. */
  command: (project: string) => string[];
}

const programs: Program[] = [
  {
    name: 'create-connector NAME --skip-install',
    aim: 300,
    command: (project) => [join(root, 'bin/create-connector.js'), project, '--yes', '--skip-install'],
  },
  {
    name: 'create-connector NAME --skip-install --skip-git',
    command: (project) => [
      join(root, 'bin/create-connector.js'),
      project,
      '--yes',
      '--skip-install',
      '--skip-git',
    ],
  },
  { name: 'create-connector --help', command: () => [join(root, 'bin/create-connector.js'), '--help'] },
  {
    name: 'connector g entity NAME PAIR…',
    aim: 250,
    inProject: true,
    command: () => [
      join(root, 'bin/connector.js'),
      ...'g entity invoice title:subject due_date:due#date organization_id:account_id@organization'.split(
        ' ',
      ),
    ],
  },
  { name: 'connector --help', aim: 100, command: () => [join(root, 'bin/connector.js'), '--help'] },
  {
    name: 'create-vite NAME --template vanilla-ts',
    command: (project) => [vite, project, '--template', 'vanilla-ts', '--no-interactive'],
  },
  { name: 'node -e 0', command: () => ['-e', '0'] },
];

// With it every Node reads a bundle of certificates before anything else: that is the machine's, not the programs'.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    json: { type: 'string' },
    readme: { type: 'boolean' },
  },
});
const machine = describeMachine();
const results = measureAll(Number(values.rounds));
console.log(`${machine}; ${values.rounds} rounds\n`);
const headings = ['Wall time in ms', 'median', 'fastest', 'aim'];
const rows = results.map(({ name, median, fastest, aim }): Cell[] => [
  name,
  median,
  fastest,
  aim ? `< ${aim}` : '',
]);
console.log(textTable(headings, rows));
if (values.readme) {
  const note = `Measured by \`npm run bench:start\`, ${values.rounds} rounds, on ${machine}.`;
  writeIntoReadme('bench-start', `${markdownTable(headings, rows)}\n\n${note}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);

/** Round by round, so that a busy moment of the machine hits all of them. The first round only warms up. */
function measureAll(rounds: number) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const made = join(folder, 'made');
  try {
    timeOf([join(root, 'bin/create-connector.js'), made, '--yes', '--skip-install', '--skip-git'], folder);
    const times = programs.map((): number[] => []);
    for (let round = 0; round <= rounds; round++) {
      programs.forEach(({ command, inProject }, i) => {
        const project = `project-${i}-${round}`;
        const cwd = inProject ? join(folder, project) : folder;
        if (inProject) cpSync(made, cwd, { recursive: true });
        const took = timeOf(command(project), cwd);
        if (round > 0) times[i]?.push(took);
      });
    }
    return programs.map(({ name, aim }, i) => ({ name, aim, ...summary(times[i] ?? []) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeOf(command: string[], cwd: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, command, {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}:\n${stderr}`);
  return performance.now() - started;
}

function summary(times: number[]) {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    fastest: Math.round(sorted[0] ?? 0),
  };
}
