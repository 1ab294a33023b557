import type { Organization, Synchronization } from './database.ts';
import type { Status } from './synchronization.ts';

/** DISABLED: it was never synchronized. */
export type CurrentStatus = Status | 'ENQUEUED' | 'DISABLED';

/**
 * Where the synchronization of an organization stands (contract 228). A run that has died is none, though its row says
 * RUNNING until the next one: nobody holds the lease (improvement 5.3).
 *
 * @param last its newest run.
 * @param isAskedFor whether a run waits its turn; asked where it matters.
 */
export async function statusOf(
  { leaseExpiresAt }: Pick<Organization, 'leaseExpiresAt'>,
  last: Pick<Synchronization, 'status'> | null,
  isAskedFor: () => Promise<boolean>,
  now = new Date(),
): Promise<CurrentStatus> {
  const isRunning = last?.status === 'RUNNING';
  const isHeld = leaseExpiresAt !== null && leaseExpiresAt > now;
  if (isRunning && isHeld) return 'RUNNING';
  if (await isAskedFor()) return 'ENQUEUED';
  if (!last) return 'DISABLED';
  return isRunning ? 'INTERRUPTED' : (last.status as Status);
}
