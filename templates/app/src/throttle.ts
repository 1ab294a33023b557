import { type Database, RunError, type Stop, StoppedError, type Throttle } from './engine/index.ts';
import { createLine, type Line } from './throttle/line.ts';
import { createPlaces } from './throttle/places.ts';
import type { Rate } from './throttle/rate.ts';
import { holdBack, reserve } from './throttle/slots.ts';
import { createTurns } from './throttle/turns.ts';

/** How the application may be called: EXTERNAL_RATE, EXTERNAL_ACCOUNT_RATE, EXTERNAL_CONCURRENCY. Left out: no limit. */
export interface CallLimits {
  /** By all processes together. */
  rate?: Rate | undefined;
  /** The same, for each linked account. */
  accountRate?: Rate | undefined;
  /** Calls of one process at a time, until their answers begin. */
  concurrency?: number | undefined;
}

interface Parts {
  database: Database;
  /** What people call the application. */
  name: string;
  /** Whoever waits is told that the process ends. */
  stop?: Stop | undefined;
  /** Nobody waits for longer. Default 120,000. */
  patienceMs?: number;
}

type Patient = Parts & { patienceMs: number };

/**
 * Holds back calls to the application so that the limits are kept by all processes together: each call gets its own
 * slot of time, from the database (see throttle/slots.ts), and the next one of the process waits behind it. Who waits
 * for a limit of its account takes no place of others. (rate-limiter-flexible counts in fixed windows, so that two
 * windows' calls may come at once, and its queue orders the callers of one process only.)
 *
 * @returns undefined where nothing is limited: then nothing is asked of the database.
 */
export function createThrottle(
  { patienceMs = 120_000, ...given }: Parts,
  { rate, accountRate, concurrency }: CallLimits,
): Throttle | undefined {
  if (!rate && !accountRate && !concurrency) return undefined;
  const parts = { ...given, patienceMs };
  const { database, stop } = parts;
  const lines = openLines(parts);
  const accounts = new Map<string, Turns>();
  const places = createPlaces(concurrency, lines.open('EXTERNAL_CONCURRENCY'));
  const all = rate && openTurns(parts, lines, 'EXTERNAL_RATE', allKey, rate);

  async function turnOfAccount(account: string, signal?: AbortSignal | null): Promise<void> {
    if (!accountRate) return;
    const known = accounts.get(account);
    const turns = known ?? openTurns(parts, lines, 'EXTERNAL_ACCOUNT_RATE', accountKey(account), accountRate);
    accounts.set(account, turns);
    try {
      await turns.wait(signal);
    } finally {
      if (turns.line.length === 0) forget(account, turns);
    }
  }

  function forget(account: string, turns: Turns): void {
    if (accounts.get(account) === turns) accounts.delete(account);
    lines.close(turns.line);
  }

  return {
    async call(account, call, signal) {
      stopWhereEnded(stop);
      await turnOfAccount(account, signal);
      stopWhereEnded(stop);
      await places.take(signal);
      try {
        stopWhereEnded(stop);
        await all?.wait(signal);
        return await call();
      } finally {
        places.giveBack();
      }
    },
    async holdBack(account, ms) {
      // Where only the calls of all accounts are limited it is that limit that was passed.
      const key = accountRate ? accountKey(account) : allKey;
      if (accountRate || rate) await holdBack(database, key, Math.min(ms, longestMs));
    },
  };
}

const allKey = 'all';
const accountKey = (account: string) => `account ${account}`;

/** However long the application wants to be left alone: after an hour it is asked again. */
const longestMs = 3_600_000;

interface Turns {
  line: Line;
  wait: Line['wait'];
}

function openTurns(parts: Patient, lines: Lines, limit: string, key: string, rate: Rate): Turns {
  const { database, name, patienceMs } = parts;
  const line = lines.open(limit);
  const wait = createTurns(rate, line, (takesMs) =>
    reserve(database, { key, takesMs, patienceMs }).catch((cause) => {
      throw new RunError(`The database did not say when ${name} may be called`, { cause });
    }),
  );
  return { line, wait };
}

interface Lines {
  /** @param limit the setting that is waited for. */
  open(limit: string): Line;
  close(line: Line): void;
}

/** All of them are told when the process ends. */
function openLines(parts: Patient): Lines {
  const { patienceMs, stop } = parts;
  const lines = new Set<Line>();
  stop?.now.addEventListener('abort', () => {
    for (const line of lines) line.refuse(new StoppedError());
  });
  return {
    open(limit) {
      const line = createLine(patienceMs, tooLong(parts, limit));
      lines.add(line);
      return line;
    },
    close: (line) => lines.delete(line),
  };
}

const tooLong =
  ({ name, patienceMs }: Patient, limit: string) =>
  () =>
    new RunError(
      `${name} was not called: no turn within ${patienceMs / 1000} seconds (${limit}, or it asks to be left alone); the next synchronization goes on`,
    );

function stopWhereEnded(stop: Stop | undefined): void {
  if (stop?.now.aborted) throw new StoppedError();
}
