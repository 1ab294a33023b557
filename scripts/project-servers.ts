import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** A project's `dev` script at work. */
export interface ProjectServers {
  hub: string;
  acme: string;
  connector: string;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>;
  /** Interrupts it as Ctrl-C does, and waits until it and all its children are gone. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/**
 * Runs `npm run dev` (or the like) in a project, and reads from what it prints where everything is.
 *
 * @throws {Error} with what it printed, when it ends or a minute passes before all three addresses are known.
 */
export async function startProject(folder: string, packageManager = 'npm'): Promise<ProjectServers> {
  const child = spawn(packageManager, ['run', 'dev'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: whatever it starts is stopped with it.
    detached: true,
  });
  const ended = once(child, 'close').then(() => {});
  const stop = () => stopGroup(child, ended);
  try {
    return { ...(await addresses(child, ended)), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addresses(child: ChildProcess, ended: Promise<void>) {
  const printed: string[] = [];
  const known: Partial<Record<'hub' | 'acme' | 'connector', string>> = {};
  const complete = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        const text = stripVTControlCharacters(line);
        // All of it is read to the end, so that the program is never held up; only its beginning is kept.
        if (printed.length < 200) printed.push(text);
        const [, name, url] = /^\s*(hub|acme|connector)\s+(https?:\/\/[\w.:-]+)/i.exec(text) ?? [];
        if (name && url) known[name.toLowerCase() as 'hub'] ??= url;
        if (known.hub && known.acme && known.connector) resolve();
      });
    }
  });
  const tooLong = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, 'a minute has passed').unref());
  const over = ended.then(() => Promise.reject('it has ended'));
  await Promise.race([complete, tooLong, over]).catch((reason) => {
    throw new Error(`"dev" did not say where everything is: ${reason}. It printed:\n${printed.join('\n')}`);
  });
  return known as Record<'hub' | 'acme' | 'connector', string>;
}

async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signal(child, 'SIGINT');
  const force = setTimeout(() => signal(child, 'SIGKILL'), 10_000);
  await ended;
  clearTimeout(force);
}

function signal({ pid, exitCode, signalCode }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It has just ended by itself.
  }
}
