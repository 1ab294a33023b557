// From an empty folder to records in sync: see README.md.
// Usage: npm run demo [-- --keep] [--folder DIR] [--package-manager NAME] [--database sqlite|postgresql]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { duration, status } from '../../src/actions/status.ts';
import { startProject } from '../project-servers.ts';
import { scaffold } from './scaffold.ts';
import { play } from './story.ts';

const { values: flags } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    folder: { type: 'string' },
    'package-manager': { type: 'string', default: 'npm' },
    database: { type: 'string', default: 'sqlite' },
  },
});

// Undone in reverse order at the end, whatever the end is.
const undo: (() => Promise<unknown>)[] = [];
let stopped: Promise<never> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopped ??= cleanUp().then(() => process.exit(130));
  });
}

try {
  process.exitCode = await demo();
} catch (error) {
  if (!stopped) console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await (stopped ?? cleanUp());
}

/** @returns 0 when both sides are equal in the end. */
async function demo(): Promise<number> {
  const started = performance.now();
  const folder = await projectFolder();
  const giveUp = new AbortController();
  undo.push(async () => giveUp.abort());
  const { 'package-manager': packageManager, database } = flags;
  await scaffold(folder, { packageManager, database, signal: giveUp.signal });

  const starting = startProject(folder, packageManager);
  undo.push(() =>
    starting.then(
      ({ stop }) => stop(),
      () => {},
    ),
  );
  const servers = await starting;
  status('start', `hub ${servers.hub}, Acme ${servers.acme}, connector ${servers.connector}`);

  const differences = await play(folder, servers);
  if (differences.length > 0) {
    console.log(`\nThe two sides differ:\n${differences.map((line) => `  ${line}`).join('\n')}`);
  } else {
    console.log(`\nBoth sides are equal. All of it took ${duration(performance.now() - started)}.`);
  }
  if (flags.keep) await keepRunning(folder, servers);
  return differences.length === 0 ? 0 : 1;
}

/** A folder that was asked for stays; one of our own goes again. */
async function projectFolder(): Promise<string> {
  if (flags.folder) return resolve(flags.folder);
  const home = await mkdtemp(join(tmpdir(), 'connector-demo-'));
  undo.push(() => rm(home, { recursive: true, force: true, maxRetries: 3 }));
  return join(home, 'my-connector');
}

async function keepRunning(folder: string, { hub, acme, connector, ended }: Servers): Promise<void> {
  console.log(`
Everything keeps running; Ctrl-C stops it.
  connector  ${connector}
  hub        ${hub}
  Acme       ${acme}
  project    ${folder}
`);
  await ended;
}

type Servers = Awaited<ReturnType<typeof startProject>>;

async function cleanUp(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}
