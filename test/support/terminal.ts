import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { shellEnvironment } from './shell-environment.ts';
import { gitIdentity, root } from './tool.ts';

const PATIENCE_MS = 25_000;

/** Whether this machine has util-linux's `script`, which gives a program a terminal. */
export const isTerminalThere = (() => {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
})();

/** Keys, as a terminal sends them. */
export const KEY = { enter: '\r', space: ' ', down: '\u001b[B', up: '\u001b[A', interrupt: '\u0003' };

/** One of our programs in a real terminal, 40 lines by 160 columns. */
export interface Terminal {
  /**
   * Resolves when the text has been printed since the last key, whatever its colours; rejects with all that was printed
   * when it does not come. A text with control characters is looked for as it is.
   */
  see(text: string | RegExp): Promise<void>;
  /** Presses keys. */
  press(...keys: string[]): void;
  /** Resolves with the exit code and all that was printed, control characters and all. */
  end(): Promise<{ exitCode: number | undefined; printed: string }>;
}

/** Runs a program as a person does who sits at a terminal; it is gone when the test is over. */
export function inTerminal(
  program: 'create-connector' | 'connector',
  parameters: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Terminal {
  const words = [process.execPath, join(root, 'bin', `${program}.js`), ...parameters].map(quoted).join(' ');
  const child = execa('script', ['-qec', `stty rows 40 cols 160; exec ${words}`, '/dev/null'], {
    cwd,
    env: { ...atHome(), ...gitIdentity, ...env },
    extendEnv: false,
    reject: false,
    stdout: 'pipe',
    stdin: 'pipe',
    buffer: false,
  });
  let printed = '';
  let seen = 0;
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    for (const check of waiting) check();
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  return {
    press(...keys) {
      seen = printed.length;
      child.stdin.write(keys.join(''));
    },
    see: (text) =>
      new Promise((resolve, reject) => {
        const giveUp = (why: string) => reject(new Error(`${why} ${text}; it printed:\n${printed}`));
        const check = () => {
          if (!isIn(printed.slice(seen), text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
        setTimeout(giveUp, PATIENCE_MS, 'there was no').unref();
        void child.then(() => giveUp('it ended without'));
      }),
    async end() {
      const { exitCode } = await child;
      return { exitCode, printed };
    },
  };
}

function isIn(printed: string, text: string | RegExp): boolean {
  const plain = stripVTControlCharacters(printed);
  return typeof text === 'string' ? plain.includes(text) || printed.includes(text) : text.test(plain);
}

function atHome(): Record<string, string> {
  const known = Object.entries(shellEnvironment()).filter(
    ([name]) => !/^(CI|NO_COLOR|FORCE_COLOR|DEBUG|GITHUB_.*)$/.test(name),
  );
  return { ...Object.fromEntries(known), TERM: 'xterm-256color' };
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
