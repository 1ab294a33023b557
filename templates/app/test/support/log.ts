import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';

export interface HeardLog {
  logger: Logger;
  /** What was logged at warn or above, oldest first: the event and, where there is one, the error's message. */
  heard: { msg: string; reason?: string | undefined }[];
}

/** A logger that remembers, for tests about what is told to operators and kept from everybody else. */
export function createHeardLog(): HeardLog {
  const heard: HeardLog['heard'] = [];
  const stream = new Writable({
    write(line, _encoding, done) {
      const { msg, err } = JSON.parse(String(line)) as { msg: string; err?: { message: string } };
      heard.push({ msg, reason: err?.message });
      done();
    },
  });
  return { heard, logger: pino({ level: 'warn' }, stream) };
}
