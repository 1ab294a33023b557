import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '../actions/status.ts';
import { startConnector } from '../dev/connector-process.ts';
import { watchLiveness } from '../dev/liveness.ts';
import { say } from '../dev/log-lines.ts';
import { freePort, isFree } from '../dev/ports.ts';
import { type Sandbox, startSandbox } from '../dev/sandbox.ts';
import { setting } from '../dev/settings.ts';
import { installCommand } from '../generators/package-manager.ts';
import { findProject, type Project } from '../project.ts';
import { providerOf, readSchema } from '../schema/provider.ts';
import { UserError } from '../user-error.ts';
import { generateStaleClient } from './client.ts';
import { prepareDatabase } from './migrate.ts';

/** The flags of `connector dev`. */
export interface DevFlags {
  port?: string;
  /** Processes that do the jobs; without any the web server does them. */
  workers?: string;
  /** `--no-sandbox` makes it false. */
  sandbox: boolean;
}

/**
 * `connector dev`: runs the project, and unless told otherwise a hub and an application for it to connect, until
 * Ctrl-C or SIGTERM.
 *
 * @throws {UserError} when it cannot be started, or one of the connector's processes ends.
 */
export async function dev(flags: DevFlags): Promise<void> {
  const project = await findProject();
  const { folder } = project;
  const workers = await readWorkers(folder, flags);
  const port = await choosePort(folder, flags);
  await makeReady(project);

  const sandbox = flags.sandbox ? await startSandbox(folder, port) : undefined;
  if (sandbox) sayWhere(sandbox);
  try {
    await runConnector(folder, { port, workers }, sandbox);
  } finally {
    await sandbox?.close();
  }
}

async function readWorkers(folder: string, { workers: given = '0' }: DevFlags): Promise<number> {
  const workers = Number(given);
  if (!Number.isInteger(workers) || workers < 0 || workers > 16)
    throw new UserError(`"${given}" workers cannot be started: give a number from 0 to 16.`);
  if (workers > 0 && providerOf(await readSchema(folder)) === 'sqlite')
    throw new UserError(
      'A SQLite file is that of one process: for workers go to PostgreSQL first, with "connector database postgresql".',
    );
  return workers;
}

// Another port than the one asked for would surprise; another than the usual one is better than none.
async function choosePort(folder: string, { port: given, sandbox }: DevFlags): Promise<number> {
  const wanted = given ?? setting(folder, 'PORT') ?? '3000';
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UserError(`"${wanted}" is not a port: give a number from 1 to 65535.`);
  }
  if (given === undefined && sandbox) return freePort(port);
  if (await isFree(port)) return port;
  throw new UserError(`Port ${port} is in use: end what listens there, or give another one with --port.`);
}

async function makeReady({ folder, ledger }: Project): Promise<void> {
  if (!existsSync(join(folder, 'node_modules/tsx')) || !existsSync(join(folder, '.env'))) {
    const command = installCommand(ledger.answers.packageManager ?? 'npm');
    throw new UserError(`The project is not installed yet: run "${command}" in ${folder}.`);
  }
  await generateStaleClient(folder);
  await prepareDatabase(folder);
}

function sayWhere({ hub, acme }: Sandbox): void {
  status('hub', `${hub.url}  speaks Connec! v2; its records are in data/hub.json`);
  status('acme', `${acme.url}  the demo application; its records are in data/acme.json`);
}

async function runConnector(
  folder: string,
  { port, workers }: { port: number; workers: number },
  sandbox: Sandbox | undefined,
): Promise<void> {
  const env = { PORT: String(port), ...sandbox?.environment };
  const connector = startConnector(folder, { ...env, ...(workers > 0 ? { JOBS_IN_WEB: 'false' } : {}) });
  const all = [
    connector,
    ...Array.from({ length: workers }, (_, i) =>
      startConnector(folder, { ...env, ...metricsPort(folder, i) }, 'worker'),
    ),
  ];
  const done = new AbortController();
  const liveness = watchLiveness(port, { up: () => sayUp(port, sandbox), down: sayDown }, done.signal);
  const ended = all.map((each) => each.ended.then(() => 'ended' as const));
  const outcome = await Promise.race([stopSignal(), ...ended]);
  done.abort();
  await Promise.all([...all.map((each) => each.stop()), liveness]);
  if (outcome === 'ended')
    throw new UserError('The connector has ended, so all is stopped. Its last lines say why.');
}

/** Each worker needs one of its own: they follow the one that .env names. */
function metricsPort(folder: string, place: number): Record<string, string> {
  const first = setting(folder, 'METRICS_PORT');
  return first ? { METRICS_PORT: String(Number(first) + place) } : {};
}

function sayUp(port: number, sandbox: Sandbox | undefined): void {
  const url = `http://127.0.0.1:${port}`;
  status('connector', url);
  if (sandbox) console.log(`\n${howToSignIn(url, sandbox)}\n`);
}

function howToSignIn(url: string, { hub }: Sandbox): string {
  const admin = hub.users.find(({ role }) => role === 'Admin') ?? hub.users[0];
  return `  Open ${url}, sign in as ${admin?.name} ${admin?.surname}, link Acme and start the synchronization. Ctrl-C stops all.`;
}

function sayDown(): void {
  say('connector', 'does not answer: its lines above say why. It starts again when a file is saved.');
}

function stopSignal(): Promise<'stopped'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve('stopped'));
  });
}
