import type { Log } from '../../src/engine/index.ts';

/** One line: its level, its event, and its fields with those of the loggers it comes from. */
export interface Line {
  level: 'debug' | 'info' | 'warn' | 'error';
  event: string;
  fields: Record<string, unknown>;
}

/** A logger that keeps every line, for tests about what is told and what is not. */
export function createWrittenLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const write =
    (level: Line['level'], own: object) =>
    (fields: object, event: string): void => {
      lines.push({ level, event, fields: { ...own, ...fields } });
    };
  const create = (own: object): Log => ({
    debug: write('debug', own),
    info: write('info', own),
    warn: write('warn', own),
    error: write('error', own),
    child: (fields) => create({ ...own, ...fields }),
  });
  return { log: create({}), lines };
}
