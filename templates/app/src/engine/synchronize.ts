import type { AnyEntity } from './complex-entity.ts';
import { connect } from './connection.ts';
import type { SyncOptions } from './context.ts';
import type { Database, Organization, Synchronization } from './database.ts';
import type { Engine } from './engine.ts';
import { LeaseLostError, messageOf, UnauthorizedError } from './errors.ts';
import { type Lease, withLease } from './lease.ts';
import { type Log, logOf } from './log.ts';
import { runEvent, tell } from './observe.ts';
import { directionsOf, isLinked, pauseOrganization } from './organization.ts';
import { createPasses, type PassContext } from './pass.ts';
import { isStopping, StoppedError, stopReason, unlessStopped } from './stop.ts';
import {
  closeRun,
  isRecovering,
  openRun,
  type RunCounts,
  type Status,
  withProgress,
} from './synchronization.ts';
import { synchronizeEntity } from './synchronize-entity.ts';
import { traced } from './trace.ts';

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
  const why = await reasonNotToRun(engine.database, organization, options, engine.now());
  if (why) return why;
  return withLease(
    engine,
    organizationId,
    async (lease) => reasonNotTo(lease.organization, options) ?? run(engine, options, lease),
  );
}

/** Why a run that begins now would do nothing, but for another one being under way. */
export async function reasonNotToRun(
  database: Database,
  organization: Organization,
  options: Pick<SyncOptions, 'forced'> = {},
  now = new Date(),
): Promise<Skipped | undefined> {
  const why = reasonNotTo(organization, options);
  if (why || options.forced) return why;
  return (await isRecovering(database, organization.id, now)) ? 'recovering' : undefined;
}

/** Why nothing travels for an organization. */
export function reasonNotTo(
  organization: Organization,
  { forced }: Pick<SyncOptions, 'forced'> = {},
): Skipped | undefined {
  if (!isLinked(organization)) return 'not linked';
  if (!organization.syncEnabled) return 'disabled';
  return organization.pausedReason !== null && !forced ? 'paused' : undefined;
}

async function run(engine: Engine, options: SyncOptions, lease: Lease): Promise<Synchronization | 'unknown'> {
  const { id, uid: organization, tenant } = lease.organization;
  const partial = options.onlyEntities !== undefined;
  const runId = await openRun(engine.database, id, partial, engine.now());
  return traced(engine, { type: 'run', tenant, organization, run: runId, partial }, async (note) => {
    const ended = await carryOut(engine, options, lease, runId);
    if (ended !== 'unknown') note({ status: ended.status });
    return ended;
  });
}

async function carryOut(
  engine: Engine,
  options: SyncOptions,
  lease: Lease,
  runId: number,
): Promise<Synchronization | 'unknown'> {
  const { database, now } = engine;
  const { organization } = lease;
  const log = logOf(engine.log, organization).child({ run: runId });
  log.info({ options }, 'synchronization started');
  const counts: RunCounts = {};
  let fatal: unknown;
  try {
    const shared = sharedBy(engine, options, lease, log);
    fatal = await withProgress(engine, runId, counts, () => runEntities(engine, shared, counts));
    if (!(fatal instanceof LeaseLostError))
      await pauseOrganization(database, lease, fatal ? messageOf(fatal) : null);
  } catch (error) {
    log.error({ err: error }, 'synchronization given up');
    fatal = error;
  }
  const outcome = { ...verdict(counts, fatal), counts, finishedAt: now() };
  log.info({ status: outcome.status, counts }, 'synchronization ended');
  const ended = await closeRun(database, runId, outcome);
  if (!ended) return 'unknown';
  tell(engine, runEvent(organization, ended, counts));
  return ended;
}

function sharedBy(engine: Engine, options: SyncOptions, lease: Lease, log: Log): PassContext<unknown> {
  const { organization } = lease;
  return {
    connec: engine.connecClient(organization, lease),
    external: engine.external.client(connect(engine, organization, lease)),
    options: Object.freeze({ ...options }),
    lease,
    log,
  };
}

/** @returns what made going on pointless, if anything did. */
async function runEntities(
  engine: Engine,
  shared: PassContext<unknown>,
  counts: RunCounts,
): Promise<unknown> {
  const { organization } = shared.lease;
  for (const entity of chosen(engine, organization, shared.options)) {
    if (isStopping(engine)) return stopReason(engine);
    const fatal = await attempt(engine, organization, entity, shared, counts);
    if (fatal) return fatal;
  }
  return undefined;
}

/** Contract 198, 199: those asked for, whatever their switches; else those with a direction switched on. */
function chosen(engine: Engine, organization: Organization, options: SyncOptions): AnyEntity[] {
  const { entities } = engine.external;
  if (options.onlyEntities) return entities.filter((entity) => options.onlyEntities?.includes(entity.key));
  return entities.filter((entity) => {
    const { toConnec, toExternal } = directionsOf(organization, entity);
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
    await unlessStopped(engine, shared.lease.leave, () =>
      traced(engine, { type: 'entity', entity: entity.key }, () => synchronizeEntity(entity.key, passes)),
    );
    shared.log.info({ entity: entity.key, counts: entityCounts }, 'entity synchronized');
    return undefined;
  } catch (error) {
    if (error instanceof StoppedError) return error;
    entityCounts.error = messageOf(error).slice(0, 255);
    shared.log.error({ err: error, entity: entity.key }, 'entity given up');
    return error instanceof UnauthorizedError || error instanceof LeaseLostError ? error : undefined;
  }
}

function verdict(counts: RunCounts, fatal: unknown): { status: Status; message: string | null } {
  const entities = Object.entries(counts);
  const errors = entities.flatMap(([key, { error }]) => (error === undefined ? [] : [`${key}: ${error}`]));
  const failed = entities.reduce(
    (sum, [, { toConnec, toExternal }]) => sum + toConnec.failed + toExternal.failed,
    0,
  );
  if (fatal instanceof LeaseLostError) return { status: 'INTERRUPTED', message: messageOf(fatal) };
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
