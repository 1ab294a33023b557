import type { Organization, Synchronization } from './database.ts';
import type { Jobs } from './jobs.ts';
import type { Status } from './synchronization.ts';

/** DISABLED: it was never synchronized. */
export type CurrentStatus = Status | 'ENQUEUED' | 'DISABLED';

/**
 * Where the synchronization of an organization stands (contract 228). A run that has died is none, though its row says
 * RUNNING until the next one: nobody holds the lease (improvement 5.3).
 *
 * @param last its newest run.
 */
export async function statusOf(
  jobs: Pick<Jobs, 'list'>,
  { id, leaseExpiresAt }: Pick<Organization, 'id' | 'leaseExpiresAt'>,
  last: Pick<Synchronization, 'status'> | null,
  now = new Date(),
): Promise<CurrentStatus> {
  const own = (await jobs.list()).filter(({ job }) => job.kind === 'synchronize' && job.key === String(id));
  const isRunning = last?.status === 'RUNNING';
  const isHeld = leaseExpiresAt !== null && leaseExpiresAt > now;
  if ((isRunning && isHeld) || own.some(({ state }) => state === 'running')) return 'RUNNING';
  if (own.length > 0) return 'ENQUEUED';
  if (!last) return 'DISABLED';
  return isRunning ? 'INTERRUPTED' : (last.status as Status);
}
