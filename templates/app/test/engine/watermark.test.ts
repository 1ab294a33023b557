import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historicalDataSettings } from '../../src/engine/index.ts';
import { startReading, trustedMs } from '../../src/engine/watermark.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

const since = new Date('2026-01-01T00:00:00Z');
const longAgo = { created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z' };

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company()], { dateFilteringLimit: since });
});
afterEach(() => world.close());

const names = () => world.hub.list('organizations').map(({ name }) => name);
const day = 86_400;

describe('history that is shared while a run is under way', () => {
  const shareHistory = () =>
    world.database.organization.update({
      where: { id: world.organization.id },
      data: historicalDataSettings(world.organization, true),
    });
  const saveOld = () =>
    Object.assign(world.application.collections.company?.get('1') ?? {}, { title: 'Old', ...longAgo });
  /** The run that was under way, and the one after it: the full run that was asked for came to nothing. */
  async function runTwice(share: 'while it reads' | 'before its entity comes') {
    world.application.save('company', { title: 'Old' });
    saveOld();
    let shared = false;
    const shareOnce = async () => {
      if (!shared) await shareHistory();
      shared = true;
    };
    const entity = world.engine.external.entities[0] as unknown as Company;
    const { listExternal } = entity;
    if (share === 'while it reads')
      entity.listExternal = async function* (...args) {
        yield* listExternal.apply(entity, args);
        await shareOnce();
      };
    else entity.beforeSync = shareOnce;
    await world.run();
    expect(shared).toBe(true);
    world.clock.forward(day);
    await world.run();
  }

  test('is read by the next run, though the one under way ends well (contract 283)', async () => {
    await world.run();
    world.clock.forward(day);
    await runTwice('while it reads');
    expect(names()).toEqual(['Old']);
  });

  test('is read by the next run, though the one under way was the first (contract 283)', async () => {
    await runTwice('while it reads');
    expect(names()).toEqual(['Old']);
  });

  test('is read by the next run, though the one under way had not come to the entity (contract 283)', async () => {
    await world.run();
    world.clock.forward(day);
    await runTwice('before its entity comes');
    expect(names()).toEqual(['Old']);
  });
});

describe('until Connec! has been read to its end once', () => {
  /** Connec! is not read to its end; then both sides change the record, Connec! last or first. */
  async function editAfterHalfARun(last: 'Connec!' | 'external') {
    world.application.save('company', { title: 'Fern' });
    const { pages } = world.hub;
    world.hub.pages = async function* () {
      yield [];
      throw new Error('page 2 could not be read');
    };
    expect(await world.run()).toMatchObject({ status: 'ERROR' });
    expect(names()).toEqual(['Fern']);
    world.hub.pages = pages;
    const [record] = world.hub.list('organizations');
    const [id] = [...world.hub.records].find(([, { name }]) => name === record?.name) ?? [];
    const edits = {
      'Connec!': () => world.hub.save('organizations', { name: 'From Connec!' }, id),
      external: () => world.application.save('company', { title: 'From external' }, '1'),
    };
    for (const side of last === 'external' ? ['Connec!', 'external'] : ['external', 'Connec!']) {
      world.clock.forward(60);
      edits[side as typeof last]();
    }
    world.clock.forward(60);
    await world.run();
    return { hub: names(), external: world.application.list('company').map(({ title }) => title) };
  }

  test('a record that both sides have keeps the newest all the same: Connec! (contract 156)', async () => {
    expect(await editAfterHalfARun('Connec!')).toEqual({ hub: ['From Connec!'], external: ['From Connec!'] });
  });

  test('and external, where that is newer (contract 156)', async () => {
    expect(await editAfterHalfARun('external')).toEqual({
      hub: ['From external'],
      external: ['From external'],
    });
  });

  test('it is read once where there is no such record: in the first run (improvement 4.4)', async () => {
    world.application.save('company', { title: 'Fern' });
    await world.run();
    expect(world.hub.reads.filter(({ query }) => query)).toHaveLength(1);
  });
});

describe('when a read began by the clock of the other side', () => {
  const now = new Date('2026-01-01T12:00:00Z');
  const reading = () => startReading(() => now);
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);

  test('is what the newest record shows', () => {
    const one = reading();
    for (const date of [at(-900), at(-300), at(-600)]) one.saw(date);
    expect(one.until()).toEqual(at(-300));
  });

  test('is an hour ago where no record shows it', () => {
    expect(reading().until()).toEqual(new Date(now.getTime() - trustedMs));
  });

  test('is not told by a date that has not come yet: nobody knows where that is from', () => {
    const one = reading();
    for (const date of [at(-300), at(86_400 * 365), at(60)]) one.saw(date);
    expect(one.until()).toEqual(at(-300));
  });
});
