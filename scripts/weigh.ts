// What a new project weighs, and how long it takes until it runs. Writes the table into README.md.
// Usage: npm run weigh
import { execFileSync } from 'node:child_process';
import { copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './machine.ts';
import { startProject } from './project-servers.ts';
import { writeIntoReadme } from './readme.ts';
import { type Cell, markdownTable, textTable } from './table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'bin/create-connector.js');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];

const home = mkdtempSync(join(tmpdir(), 'weigh-'));
try {
  const machine = describeMachine();
  const rows = await measure();
  const headings = ['A new project', 'packages', 'MB', 'seconds'];
  console.log(textTable(headings, rows));
  const note = `Measured by \`npm run weigh\` on ${machine}.`;
  writeIntoReadme('weigh', `${markdownTable(headings, rows)}\n\n${note}`);
  console.log('\nREADME.md has the table.');
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}

async function measure(): Promise<Cell[][]> {
  const bare = median([1, 2, 3, 4, 5].map((i) => create(`bare-${i}`, '--skip-install')));
  create('warms-the-cache');
  const whole = create('project');
  const project = join(home, 'project');
  const page = await untilFirstPage(project);
  return [
    ['its production dependencies', ...weight(productionOnly(project)), ''],
    ['with its development dependencies', ...weight(project), ''],
    ['the tool, where it is installed as a package', ...weight(installedTool()), ''],
    ['created without installing', '', '', seconds(bare)],
    ['created, installed from a warm cache, database ready', '', '', seconds(whole)],
    ['from `npm run dev` to the first answered page', '', '', seconds(page)],
  ];
}

/** @returns milliseconds. */
function create(name: string, ...flags: string[]): number {
  const started = performance.now();
  execFileSync(process.execPath, [program, name, '--yes', '--package-manager', 'npm', ...flags], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return performance.now() - started;
}

/** Until the connector has answered a request for its status page; in milliseconds. */
async function untilFirstPage(project: string): Promise<number> {
  const started = performance.now();
  const servers = await startProject(project);
  try {
    const response = await fetch(servers.connector);
    if (!response.ok) throw new Error(`the status page answered ${response.status}`);
    return performance.now() - started;
  } finally {
    await servers.stop();
  }
}

/** The same packages, as a server gets them. */
function productionOnly(project: string): string {
  const folder = join(home, 'production');
  mkdirSync(folder);
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(project, file), join(folder, file));
  npm(folder, 'install', '--omit=dev', '--ignore-scripts');
  return folder;
}

/** The tool as the registry would give it: packed, and installed with what it needs. */
function installedTool(): string {
  const folder = join(home, 'tool');
  mkdirSync(folder);
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
  const [archive = ''] = readdirSync(folder);
  npm(folder, 'install', '--ignore-scripts', join(folder, archive));
  return folder;
}

function npm(cwd: string, command: string, ...parameters: string[]): void {
  execFileSync('npm', [command, ...quiet, ...parameters], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Packages and megabytes in a folder's node_modules. A linked checkout of the tool does not count. */
function weight(folder: string): [packages: number, megabytes: number] {
  const modules = join(folder, 'node_modules');
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as Lock;
  const packages = Object.entries(lock.packages).filter(
    ([path, { link }]) => path.startsWith('node_modules/') && !link,
  );
  return [packages.length, Math.round(bytesIn(modules) / 1e6)];
}

interface Lock {
  packages: Record<string, { link?: boolean }>;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(path) : lstatSync(path).size);
  }, 0);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function seconds(milliseconds: number): number {
  return Number((milliseconds / 1000).toFixed(1));
}
