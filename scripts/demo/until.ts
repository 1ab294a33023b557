import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 50;

/**
 * Looks again and again until there is something to be seen, and returns it.
 *
 * @throws {Error} that says what was waited for in vain, after `patience` milliseconds.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  patience = 30_000,
): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`waited ${patience / 1000} s in vain for ${what}`);
    await pause(EVERY_MS);
  }
}
