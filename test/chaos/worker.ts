import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process of the connector: its web server, or a worker. */
export interface Running {
  readonly pid: number;
  /** By performance.now(). */
  readonly since: number;
  /** Resolves when it has printed that. @throws {Error} with what it printed, when it ends before. */
  printed(text: string, patienceMs?: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Its exit code; null when a signal has ended it. */
  readonly exited: Promise<number | null>;
}

/**
 * @param program of the project's dist: "server.js".
 * @param tell is handed each line of its log.
 */
export function run(
  project: string,
  program: string,
  env: Record<string, string>,
  tell: (line: string) => void,
): Running {
  const child = spawn(process.execPath, [`dist/${program}`], {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  const exited = once(child, 'exit').then(([code]) => {
    process.off('exit', killNow);
    return code as number | null;
  });
  const lines = read(child, tell);
  return {
    pid: child.pid as number,
    since: performance.now(),
    async printed(text, patienceMs = 30_000) {
      const over = exited.then((code) => Promise.reject(new Error(`${program} ended with ${code}`)));
      await Promise.race([lines.with(text, patienceMs), over]);
    },
    signal: (signal) => void child.kill(signal),
    exited,
  };
}

function read({ stdout, stderr }: ChildProcess, tell: (line: string) => void) {
  const waiting = new Set<() => void>();
  let rest = '';
  let all = '';
  for (const stream of [stdout, stderr])
    stream?.on('data', (chunk) => {
      all = `${all}${chunk}`.slice(-20_000);
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) tell(line);
      for (const look of waiting) look();
    });
  return {
    with: (text: string, patienceMs: number) =>
      new Promise<void>((resolve, reject) => {
        const end = (settle: () => void) => {
          waiting.delete(look);
          clearTimeout(timer);
          settle();
        };
        const look = () => all.includes(text) && end(resolve);
        const late = new Error(`waited in vain for "${text}" in:\n${all}`);
        const timer = setTimeout(() => end(() => reject(late)), patienceMs);
        waiting.add(look);
        look();
      }),
  };
}
