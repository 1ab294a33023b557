import { createRequire } from 'node:module';
import { join } from 'node:path';
import { colors } from '../colors.ts';

const WIDTH = 'connector'.length;

const paints = { hub: colors.magenta, acme: colors.yellow, connector: colors.cyan, worker: colors.green };

/** Who a line comes from. */
export type Speaker = keyof typeof paints;

/** Prints what `speaker` says, each line with its name in front. */
export function say(speaker: Speaker, text: string): void {
  const prefix = paints[speaker](`${speaker.padStart(WIDTH)} │`);
  for (const line of text.replace(/\s+$/, '').split('\n')) console.log(`${prefix} ${line}`);
}

/** Makes the JSON lines of the connector's log readable, with the project's own pino-pretty when it has one. */
export function lineFormatter(folder: string): (line: string) => string {
  const format = loadFormatter(folder);
  return (line) => (line.startsWith('{') && format ? format(line) : line);
}

function loadFormatter(folder: string): ((line: string) => string) | undefined {
  try {
    const { prettyFactory } = createRequire(join(folder, 'package.json'))('pino-pretty') as {
      prettyFactory: (options: object) => (line: string) => string;
    };
    return prettyFactory({
      ignore: 'pid,hostname',
      translateTime: 'SYS:HH:MM:ss',
      colorize: colors.isColorSupported,
    });
  } catch {
    return undefined;
  }
}
