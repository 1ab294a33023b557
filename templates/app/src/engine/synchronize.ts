import { connect } from './connection.ts';
import type { SyncOptions } from './context.ts';
import type { Organization, Synchronization } from './database.ts';
import type { Engine } from './engine.ts';
import type { Entity } from './entity.ts';
import { messageOf, UnauthorizedError } from './errors.ts';
import { withLease } from './lease.ts';
import { isLinked, switchesOf } from './organization.ts';
import { createPass, type Pass } from './pass.ts';
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
export type Skipped = 'unknown' | 'not linked' | 'disabled' | 'recovering' | 'busy';

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
    const pass = createPass(engine, organization, entity, shared);
    counts[entity.key] = pass.counts;
    fatal = await attempt(pass);
    if (fatal) break;
    await noteProgress(engine.database, runId, counts);
  }
  const outcome = { ...verdict(counts, fatal), counts, finishedAt: engine.now() };
  shared.log.info({ status: outcome.status, counts }, 'synchronization ended');
  return closeRun(engine.database, runId, outcome);
}

/** Contract 198, 199: those asked for, whatever their switches; else those with a direction switched on. */
function chosen(engine: Engine, organization: Organization, options: SyncOptions): Entity[] {
  const { entities } = engine.external;
  if (options.onlyEntities) return entities.filter((entity) => options.onlyEntities?.includes(entity.key));
  return entities.filter((entity) => {
    const { toConnec, toExternal } = switchesOf(organization, entity);
    return toConnec || toExternal;
  });
}

/** @returns the error that makes going on pointless; any other stays with the entity. */
async function attempt(pass: Pass): Promise<unknown> {
  try {
    await synchronizeEntity(pass);
    pass.context.log.info({ counts: pass.counts }, 'entity synchronized');
    return undefined;
  } catch (error) {
    pass.counts.error = messageOf(error).slice(0, 255);
    pass.context.log.error({ err: error }, 'entity given up');
    return error instanceof UnauthorizedError ? error : undefined;
  }
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
