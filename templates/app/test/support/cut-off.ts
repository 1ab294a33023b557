import { expect, onTestFinished } from 'vitest';
import { LeaseLostError } from '../../src/engine/errors.ts';
import type { Context, JsonObject, RunCounts, SyncOptions } from '../../src/engine/index.ts';
import { hubId, inShort } from './in-short.ts';
import { Company, type MemoryApplication } from './memory-application.ts';
import { createSyncWorld } from './sync-world.ts';

export const killed = () => new LeaseLostError('killed');
export const unanswered = () => new Error('read timeout');
export const ends = [
  ['cut off', killed],
  ['not answered', unanswered],
] as const;
const day = 86_400;

/** The next write to a side. */
export interface Fault {
  /** What is done while it is under way, five seconds before it arrives. */
  meanwhile?: () => void;
  /** It does not arrive. */
  isLost?: boolean;
  error: () => Error;
}

/** A company in Connec! and in an application, either of which takes a write and then fails. */
export async function start(settings: object = {}) {
  const faults: { toExternal?: Fault; toConnec?: Fault } = {};
  const before = (side: keyof typeof faults) => {
    const { [side]: fault } = faults;
    if (!fault) return;
    fault.meanwhile?.();
    world.clock.forward(5);
    if (fault.isLost) after(side);
  };
  const after = (side: keyof typeof faults) => {
    const { [side]: fault } = faults;
    delete faults[side];
    if (fault) throw fault.error();
  };
  class Failing extends Company {
    override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      const saved = await super.createExternal(context, record);
      after('toExternal');
      return saved;
    }
    override async updateExternal(context: Context<MemoryApplication>, record: JsonObject, id: string) {
      const saved = await super.updateExternal(context, record, id);
      after('toExternal');
      return saved;
    }
  }
  const entity = Object.assign(new Failing(), settings);
  const world = await createSyncWorld([entity]);
  onTestFinished(() => world.close());
  const { hub, application, clock } = world;
  application.beforeWrite = () => before('toExternal');
  hub.refuse = () => void before('toConnec');
  hub.answer = (results) => {
    after('toConnec');
    return results;
  };
  const connec = () => hub.list(entity.connecResource)[0];
  const external = () => application.list('company')[0];
  return {
    ...{ world, hub, application, clock, faults, connec, external },
    inConnec: (change: JsonObject) =>
      hub.save(entity.connecResource, change, connec() ? hubId(connec() as JsonObject) : undefined),
    inExternal: (change: JsonObject) => application.save('company', change, '1'),
    /** Synchronizes a day later. @returns what both sides then have, and how many conflicts there were. */
    async later(options?: SyncOptions) {
      clock.forward(day);
      const { failing } = (await world.run(options)).counts as unknown as RunCounts;
      const { name, industry } = connec() ?? {};
      expect([external()?.title, external()?.branch]).toEqual([name, industry]);
      const conflicts = (failing?.toConnec.conflicts ?? 0) + (failing?.toExternal.conflicts ?? 0);
      return { name, industry, conflicts };
    },
    ...inShort(() => world),
  };
}

/** The same, with a company that is equal on both sides. */
export async function inStep(settings?: object) {
  const started = await start(settings);
  started.inExternal({ title: 'Fern', branch: 'Trade' });
  await started.world.run();
  started.clock.forward(3600);
  return started;
}
