import { formatDuration, formatNumber } from '../pages/format.ts';
import { texts } from '../texts.ts';
import { mostCounted } from './lag.ts';
import type { Fleet } from './read-fleet.ts';

const words = texts.fleet;

/** The same for people, line by line. */
export const tellFleet = (fleet: Fleet): string =>
  [
    section(words.processes, processLines(fleet)),
    section(words.lanes, laneLines(fleet)),
    section(words.lag, lagLines(fleet)),
    section(words.runs, runLines(fleet)),
    section(words.slowest, slowestLines(fleet)),
    section(words.silent, silentLines(fleet)),
    section(words.paused, pausedLines(fleet)),
    section(words.parked, parkedLines(fleet)),
  ].join('\n\n');

const section = (title: string, lines: string[]) => [title, ...lines.map((line) => `  ${line}`)].join('\n');

function processLines({ at, processes, jobs }: Fleet): string[] {
  if (processes.length === 0) return [words.noProcesses];
  const age = (since: Date) => formatDuration(at.getTime() - since.getTime());
  const lines = processes.map(({ kind, host, pid, startedAt, seenAt }) =>
    words.process(kind, host, pid, age(startedAt), age(seenAt)),
  );
  const isDone = !jobs.shared || processes.some(({ kind }) => kind === 'worker');
  return isDone ? lines : [...lines, words.noWorker];
}

function laneLines({ jobs: { shared, lanes, problem } }: Fleet): string[] {
  if (!shared) return [words.inProcess];
  if (!lanes) return [words.away(problem ?? '')];
  return Object.entries(lanes).map(([lane, { waiting, delayed, running, failed }]) =>
    words.lane(
      lane,
      formatNumber(waiting),
      formatNumber(delayed),
      formatNumber(running),
      formatNumber(failed),
    ),
  );
}

function lagLines({ lag, inbox }: Fleet): string[] {
  const { waiting, retrying, oldestSeconds } = inbox;
  const lines = [
    lag.requests > 0 && words.requests(counted(lag.requests), inSeconds(lag.oldestRequest)),
    lag.overdue > 0 && words.overdue(counted(lag.overdue), inSeconds(lag.longestOverdue)),
    waiting + retrying > 0 &&
      words.messages(formatNumber(waiting), formatNumber(retrying), inSeconds(oldestSeconds)),
  ].filter((line) => line !== false);
  return lines.length > 0 ? lines : [words.upToDate];
}

function runLines({ runsOfLastHour }: Fleet): string[] {
  const lines = Object.entries(runsOfLastHour).map(([status, count]) => `${formatNumber(count)} ${status}`);
  return lines.length > 0 ? lines.sort() : [words.noRuns];
}

function slowestLines({ slowest }: Fleet): string[] {
  if (slowest.length === 0) return [words.none];
  return slowest.map(({ organization: { name, uid, tenant }, status, seconds }) =>
    words.slow(name, uid, tenant, status, inSeconds(seconds)),
  );
}

function silentLines({ silent }: Fleet): string[] {
  if (silent.length === 0) return [words.none];
  return silent.map(({ organization: { name, uid, tenant }, seconds }) =>
    words.silentOne(name, uid, tenant, inSeconds(seconds)),
  );
}

function pausedLines({ paused: { count, organizations } }: Fleet): string[] {
  if (count === 0) return [words.none];
  const lines = organizations.map(({ name, uid, tenant, reason }) =>
    words.pausedOne(name, uid, tenant, reason),
  );
  const more = count - lines.length;
  return more > 0 ? [...lines, words.more(formatNumber(more))] : lines;
}

function parkedLines({ parked: { records, messages } }: Fleet): string[] {
  return records + messages === 0
    ? [words.none]
    : [words.parkedOnes(counted(records), formatNumber(messages))];
}

const inSeconds = (seconds: number) => formatDuration(seconds * 1000);

const counted = (count: number) => (count < mostCounted ? formatNumber(count) : `${formatNumber(count)}+`);
