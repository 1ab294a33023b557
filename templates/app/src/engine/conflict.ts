import type { SyncOptions } from './context.ts';

/**
 * Which side is kept when both have changed a record: the forced side where one is forced, else the newest. A tie,
 * or a date that nobody knows, keeps external (contract 155, 156; dates are instants: improvement 2.1).
 */
export function winner(
  options: SyncOptions,
  connecUpdatedAt: number | undefined,
  externalUpdatedAt: number | undefined,
): 'connec' | 'external' {
  if (options.connecPreemption !== undefined) return options.connecPreemption ? 'connec' : 'external';
  if (connecUpdatedAt === undefined || externalUpdatedAt === undefined) return 'external';
  return connecUpdatedAt > externalUpdatedAt ? 'connec' : 'external';
}
