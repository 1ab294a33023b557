import { texts } from '../texts.ts';
import { formatDate, formatNumber } from './format.ts';
import type { Run } from './runs.ts';

/** A bar for each synchronization, the newest at the right: how many records it changed. Numbers are those of SVG. */
export interface Chart {
  width: number;
  height: number;
  bars: Bar[];
  /** 1, 10, 100 …: each as far above the last one, or a first synchronization would flatten all others. */
  lines: { y: number; label: string }[];
  /** The same in words. */
  summary: string;
}

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Which colour goes with it. */
  status: string;
  label: string;
}

const fewest = 5;

/** As many bars as a page lists have room. The scale is at the right, where phones, too, begin to look. */
const [plotHeight, top, step, barWidth, bars, scaleWidth] = [96, 10, 22.5, 14, 40, 60];

/** @param runs newest first. A few are compared as well by reading them: then there is no chart. */
export function presentChart(runs: readonly Run[]): Chart | undefined {
  if (runs.length < fewest) return undefined;
  const most = Math.max(...runs.map(({ changed }) => changed));
  const decades = Math.max(1, Math.ceil(Math.log10(most + 1)));
  const heightOf = (count: number) => round((Math.log10(count + 1) / decades) * plotHeight);
  const shown = [...runs].reverse().map((run, index) => {
    const height = Math.max(heightOf(run.changed), 3);
    return {
      x: (bars - runs.length + index) * step,
      y: round(top + plotHeight - height),
      width: barWidth,
      height,
      status: run.status.toLowerCase(),
      label: texts.history.bar(formatDate(run.startedAt), formatNumber(run.changed), run.statusText),
    };
  });
  const lines = Array.from({ length: decades }, (_, power) => 10 ** (power + 1)).map((count) => ({
    y: round(top + plotHeight - heightOf(count - 1)),
    label: formatNumber(count),
  }));
  const [width, height] = [bars * step + scaleWidth, top + plotHeight];
  return { width, height, bars: shown, lines, summary: summarize(runs) };
}

function summarize(runs: readonly Run[]): string {
  const durations = runs.map(({ duration }) => duration).sort((a, b) => a - b);
  const count = (...statuses: string[]) => runs.filter(({ status }) => statuses.includes(status)).length;
  return texts.history.summary({
    runs: formatNumber(runs.length),
    well: formatNumber(count('SUCCESS')),
    problems: count('PARTIAL'),
    failed: count('ERROR'),
    interrupted: count('INTERRUPTED'),
    changed: formatNumber(runs.reduce((sum, { changed }) => sum + changed, 0)),
    duration: durations[Math.floor(durations.length / 2)] ?? 0,
  });
}

const round = (value: number) => Math.round(value * 10) / 10;
