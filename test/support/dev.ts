import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { root } from './tool.ts';

const PATIENCE_MS = 40_000;

/** `connector dev` at work in a project. */
export interface Dev {
  /** Resolves with the match when a line fits; rejects with all that was printed when it does not come. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal, and resolves with the exit code. */
  end(signal: NodeJS.Signals): Promise<number | undefined>;
  printed: string[];
}

/** Starts `connector dev` in `folder`; it is gone when the test is over. */
export function startDev(folder: string, parameters: string[] = [], env: Record<string, string> = {}): Dev {
  const child = execa(process.execPath, [join(root, 'bin/connector.js'), 'dev', ...parameters], {
    cwd: folder,
    env: { NO_COLOR: '1', ...env },
    all: true,
    reject: false,
    stdin: 'ignore',
  });
  const printed: string[] = [];
  const waiting = new Set<() => void>();
  const reading = (async () => {
    for await (const line of child.iterable({ from: 'all' })) {
      printed.push(String(line));
      for (const check of waiting) check();
    }
  })();
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await child;
  });
  return {
    printed,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = printed.map((line) => pattern.exec(line)).find((found) => found !== null);
          if (match) resolve(match);
        };
        const giveUp = (why: string) =>
          reject(new Error(`${why} ${pattern}; it printed:\n${printed.join('\n')}`));
        waiting.add(check);
        check();
        setTimeout(giveUp, PATIENCE_MS, 'there was no line').unref();
        void reading.then(() => giveUp('it ended without'));
      }),
    async end(signal) {
      child.kill(signal);
      return (await child).exitCode;
    },
  };
}
