import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { lineFormatter, type Speaker, say } from './log-lines.ts';

const PATIENCE_MS = 5000;

/** A process of a connector: its web server, or one that does its jobs. */
const programs = { connector: 'src/server.ts', worker: 'src/worker.ts' } as const;

/** A process of a project's connector, running, and started again whenever one of its files is saved. */
export interface ConnectorProcess {
  /** Resolves when the process has ended by itself: a fault, since it waits for saved files even after a crash. */
  ended: Promise<void>;
  /** Ends the process and its children; resolves when they are gone. */
  stop(): Promise<void>;
}

/** Starts a program of the project in `folder` with `env` over the environment, and prints what it says. */
export function startConnector(
  folder: string,
  env: Record<string, string>,
  name: keyof typeof programs = 'connector',
): ConnectorProcess {
  const tsx = createRequire(join(folder, 'package.json')).resolve('tsx/cli');
  const parameters = [tsx, 'watch', '--clear-screen=false', '--include', '.env', programs[name]];
  // A process group of its own: Ctrl-C reaches us first, and one signal then ends all of it, the watched program too.
  const child = execa(process.execPath, parameters, {
    cwd: folder,
    env,
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    detached: process.platform !== 'win32',
  });
  const kill = (signal: NodeJS.Signals) => killGroup(child.pid, signal);
  const killNow = () => kill('SIGKILL');
  process.once('exit', killNow);
  const ended = Promise.all([print(child.iterable({ from: 'all' }), folder, name), child]).then(() => {
    process.off('exit', killNow);
  });
  return { ended, stop: () => stop(ended, kill) };
}

async function print(lines: AsyncIterable<unknown>, folder: string, name: Speaker): Promise<void> {
  const format = lineFormatter(folder);
  for await (const line of lines) say(name, format(String(line)));
}

async function stop(ended: Promise<void>, kill: (signal: NodeJS.Signals) => void): Promise<void> {
  kill('SIGTERM');
  const gone = await Promise.race([ended.then(() => true), wait(PATIENCE_MS, false, { ref: false })]);
  if (!gone) kill('SIGKILL');
  await ended;
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
