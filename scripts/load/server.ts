import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../demo/until.ts';

/** A project's compiled server, as a process of its own. */
export interface Server {
  /** Sends it a signal, and waits until it is gone. @returns its exit code; null when the signal has ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/**
 * Starts `dist/server.js` of a built project, and waits until it is ready.
 *
 * @param env over the environment and the project's .env.
 * @throws {Error} with what it printed last, when it does not come to that.
 */
export async function startServer(folder: string, url: string, env: Record<string, string>): Promise<Server> {
  const child = spawn(process.execPath, ['dist/server.js'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  child.once('exit', () => process.off('exit', killNow));
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const last = lastLines(child);
  try {
    const ready = until(`the server at ${url}`, () => isReady(url));
    await Promise.race([ready, gone.then(() => Promise.reject(new Error('the server has ended')))]);
  } catch (error) {
    killNow();
    throw new Error(`${error instanceof Error ? error.message : error}. It printed:\n${last()}`);
  }
  return {
    async end(signal) {
      child.kill(signal);
      return (await gone)[0];
    },
  };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/** All of what it prints is read, so that it is never held up. */
function lastLines({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr])
    stream?.on('data', (chunk) => {
      text = `${text}${chunk}`.slice(-4000);
    });
  return () => text;
}
