import type { Organization } from './database.ts';

/** What the engine asks of a logger: pino and Fastify's logger both are one. Fields first, then the event. */
export interface Log {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
  child(fields: object): Log;
}

/** A log whose every line says whose it is (contract 289). */
export function logOf(log: Log, { uid, orgUid, tenant }: Organization): Log {
  return log.child({ organization: uid, ...(orgUid === null ? {} : { orgUid }), tenant });
}

/** For tests and scripts that do not want to hear anything. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};
