import { setTimeout as wait } from 'node:timers/promises';
import { isListening } from './ports.ts';

const POLL_MS = 200;
/** A reload takes a second or two: only what is longer is worth a line. */
const DOWN_AFTER_MS = 5000;

/** Tells each time the connector on `port` begins to answer, and when it has not for a while. Ends with `signal`. */
export async function watchLiveness(
  port: number,
  on: { up(): void; down(): void },
  signal: AbortSignal,
): Promise<void> {
  let state: 'up' | 'down' | 'unknown' = 'unknown';
  let lastSeen = Date.now();
  while (!signal.aborted) {
    const alive = state === 'up' ? await isListening(port) : await answers(port);
    if (alive) {
      lastSeen = Date.now();
      if (state !== 'up') on.up();
      state = 'up';
    } else if (state !== 'down' && Date.now() - lastSeen > DOWN_AFTER_MS) {
      state = 'down';
      on.down();
    }
    await wait(POLL_MS, undefined, { signal }).catch(() => {});
  }
}

async function answers(port: number): Promise<boolean> {
  if (!(await isListening(port))) return false;
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/live`)).ok;
  } catch {
    return false;
  }
}
