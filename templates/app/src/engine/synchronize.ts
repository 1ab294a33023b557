import type { AnyEntity } from './complex-entity.ts';
import { connect } from './connection.ts';
import type { SyncOptions } from './context.ts';
import type { Organization, Synchronization } from './database.ts';
import type { Engine } from './engine.ts';
import { messageOf, UnauthorizedError } from './errors.ts';
import { withLease } from './lease.ts';
import { isLinked, switchesOf } from './organization.ts';
import { createPasses, type PassContext } from './pass.ts';
import {
  closeRun,
  isRecovering,
  noteProgress,
  openRun,
  type RunCounts,
  type Status,
} from './synchronization.ts';
import { synchronizeEntity } from './synchronize-entity.ts';

/** Why nothing was done. */
export type Skipped = 'unknown' | 'not linked' | 'disabled' | 'paused' | 'recovering' | 'busy';

/**
 * Brings one organization up to date, entity by entity. A record that fails is noted on its id map, an entity that
 * fails is noted on the run, and the others go on.
 *
 * @returns the run as it ended, or why there was none.
 */
export async function synchronize(
  engine: Engine,
  organizationId: number,
  options: SyncOptions = {},
): Promise<Synchronization | Skipped> {
  const organization = await engine.database.organization.findUnique({ where: { id: organizationId } });
  if (!organization) return 'unknown';
  if (!isLinked(organization)) return 'not linked';
  if (!organization.syncEnabled) return 'disabled';
  if (organization.pausedReason !== null && !options.forced) return 'paused';
  if (!options.forced && (await isRecovering(engine.database, organizationId, engine.now())))
    return 'recovering';
  return withLease(engine, organizationId, () => run(engine, organization, options));
}

async function run(
  engine: Engine,
  organization: Organization,
  options: SyncOptions,
): Promise<Synchronization> {
  const log = engine.log.child({ organization: organization.uid, tenant: organization.tenant });
  const runId = await openRun(
    engine.database,
    organization.id,
    options.onlyEntities !== undefined,
    engine.now(),
  );
  const shared = {
    connec: engine.connecClient(organization),
    external: engine.external.client(connect(engine, organization)),
    options,
    log: log.child({ run: runId }),
  };
  const counts: RunCounts = {};
  let fatal: unknown;
  for (const entity of chosen(engine, organization, options)) {
    fatal = await attempt(engine, organization, entity, shared, counts);
    if (fatal) break;
    await noteProgress(engine.database, runId, counts);
  }
  await pause(engine, organization, fatal);
  const outcome = { ...verdict(counts, fatal), counts, finishedAt: engine.now() };
  shared.log.info({ status: outcome.status, counts }, 'synchronization ended');
  return closeRun(engine.database, runId, outcome);
}

/** Contract 198, 199: those asked for, whatever their switches; else those with a direction switched on. */
function chosen(engine: Engine, organization: Organization, options: SyncOptions): AnyEntity[] {
  const { entities } = engine.external;
  if (options.onlyEntities) return entities.filter((entity) => options.onlyEntities?.includes(entity.key));
  return entities.filter((entity) => {
    const { toConnec, toExternal } = switchesOf(organization, entity);
    return toConnec || toExternal;
  });
}

/** @returns the error that makes going on pointless; any other stays with the entity. */
async function attempt(
  engine: Engine,
  organization: Organization,
  entity: AnyEntity,
  shared: PassContext<unknown>,
  counts: RunCounts,
): Promise<unknown> {
  const passes = createPasses(engine, organization, entity, shared);
  const entityCounts = passes[0]?.counts;
  if (!entityCounts) return undefined;
  counts[entity.key] = entityCounts;
  try {
    await synchronizeEntity(entity.key, passes);
    shared.log.info({ entity: entity.key, counts: entityCounts }, 'entity synchronized');
    return undefined;
  } catch (error) {
    entityCounts.error = messageOf(error).slice(0, 255);
    shared.log.error({ err: error, entity: entity.key }, 'entity given up');
    return error instanceof UnauthorizedError ? error : undefined;
  }
}

/** Without access nothing is tried until a person links again, or asks for a run that gets through. */
async function pause(engine: Engine, organization: Organization, fatal: unknown): Promise<void> {
  const pausedReason = fatal ? messageOf(fatal) : null;
  if (pausedReason === organization.pausedReason) return;
  await engine.database.organization.update({ where: { id: organization.id }, data: { pausedReason } });
}

function verdict(counts: RunCounts, fatal: unknown): { status: Status; message: string | null } {
  const entities = Object.entries(counts);
  const errors = entities.flatMap(([key, { error }]) => (error === undefined ? [] : [`${key}: ${error}`]));
  const failed = entities.reduce(
    (sum, [, { toConnec, toExternal }]) => sum + toConnec.failed + toExternal.failed,
    0,
  );
  if (fatal) return { status: 'ERROR', message: messageOf(fatal) };
  if (errors.length > 0) {
    return { status: errors.length === entities.length ? 'ERROR' : 'PARTIAL', message: errors.join('; ') };
  }
  if (failed === 0) return { status: 'SUCCESS', message: null };
  return {
    status: 'PARTIAL',
    message: `${failed} ${failed === 1 ? 'record' : 'records'} failed: see Mapping`,
  };
}
