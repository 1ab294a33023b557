import { connect } from './connection.ts';
import type { Engine } from './engine.ts';
import { LeaseLostError, messageOf, RunError, UnauthorizedError } from './errors.ts';
import type { Lease } from './lease.ts';
import { logOf } from './log.ts';
import { pauseOrganization } from './organization.ts';
import { createPasses, type Pass } from './pass.ts';
import { unlessStopped } from './stop.ts';

/**
 * Does something to every entity of an organization apart from a run, with clients of its own. One that fails leaves
 * the others alone, unless nothing can go on. A lost access pauses the organization: nothing is to be tried again.
 *
 * @throws {Error} what has failed, when all the others were tried.
 */
export async function entityByEntity(
  engine: Engine,
  lease: Lease,
  work: (key: string, passes: readonly Pass[]) => Promise<void>,
): Promise<void> {
  const { organization } = lease;
  const shared = {
    connec: engine.connecClient(organization, lease),
    external: engine.external.client(connect(engine, organization, lease)),
    options: {},
    lease,
    log: logOf(engine.log, organization),
  };
  const failures: unknown[] = [];
  for (const entity of engine.external.entities) {
    try {
      const passes = createPasses(engine, organization, entity, shared);
      await unlessStopped(engine, lease.leave, () => work(entity.key, passes));
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      if (error instanceof UnauthorizedError)
        return pauseOrganization(engine.database, lease, messageOf(error));
      failures.push(error);
      if (error instanceof RunError) break;
    }
  }
  if (failures.length > 1) throw new AggregateError(failures, failures.map(messageOf).join('; '));
  if (failures.length === 1) throw failures[0];
}
