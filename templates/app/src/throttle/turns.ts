import type { Line } from './line.ts';
import { intervalOf, type Rate } from './rate.ts';

/** Several turns are reserved at once where they come that close to each other: no statement for each call. */
const togetherMs = 100;

/** Takes the next stretch of time that all processes share. @returns milliseconds until it begins, as in slots.ts. */
export type Reserve = (takesMs: number) => Promise<number | undefined>;

/**
 * Gives those who wait in a line their turns. A process has one reservation at a time, for at most as many turns as
 * callers wait: so the processes take turns as well, whichever has more to do.
 *
 * @returns waits for a turn.
 */
export function createTurns(rate: Rate, line: Line, reserve: Reserve): Line['wait'] {
  const interval = intervalOf(rate);
  const atOnce = Math.max(1, Math.floor(togetherMs / interval));
  let giving = false;

  async function give(): Promise<void> {
    const turns = Math.min(line.length, atOnce);
    const wait = await reserve(turns * interval);
    if (wait === undefined) return line.refuse();
    const first = performance.now() + wait;
    for (let turn = 0; turn < turns; turn += 1) {
      await until(first + turn * interval);
      line.next();
    }
  }

  async function giveToAll(): Promise<void> {
    if (giving) return;
    giving = true;
    try {
      while (line.length > 0) await give();
    } catch (error) {
      line.refuse(error);
    } finally {
      giving = false;
    }
  }

  return (signal) => {
    const turn = line.wait(signal);
    void giveToAll();
    return turn;
  };
}

/** Never before that: a timer may be early by part of a millisecond. Whoever waits keeps the process alive, not this. */
async function until(time: number): Promise<void> {
  for (let ms = time - performance.now(); ms > 0; ms = time - performance.now())
    await new Promise<void>((resolve) => setTimeout(resolve, Math.ceil(ms)).unref());
}
