import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { processInbox, pushRecordsToConnec, storeNotification } from '../../src/engine/index.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const say = (data: { pushDisabled?: boolean; pullDisabled?: boolean }) =>
  world.database.organization.update({ where: { id: world.organization.id }, data });

const inConnec = () => world.hub.save('organizations', { name: 'Of Connec!' });
const inExternal = () => world.application.save('company', { title: 'Of external' });
const namesInConnec = () => world.hub.list('organizations').map(({ name }) => name);
const titlesInExternal = () => world.application.list('company').map(({ title }) => title);

describe('while the hub wants nothing sent to it', () => {
  beforeEach(() => say({ pushDisabled: true }));

  test('a run takes records to external, and sends none back (contract 231, improvement 8.16)', async () => {
    inConnec();
    inExternal();
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    expect(titlesInExternal().toSorted()).toEqual(['Of Connec!', 'Of external']);
    expect(namesInConnec()).toEqual(['Of Connec!']);
  });

  test('a run of one entity that a person asks for sends none either', async () => {
    inExternal();
    await world.run({ onlyEntities: ['company'], forced: true, fullSync: true });
    expect(namesInConnec()).toEqual([]);
  });

  test('what a webhook of the application brings is not sent', async () => {
    await pushRecordsToConnec(world.engine, world.organization.id, { company: [inExternal()] });
    expect(namesInConnec()).toEqual([]);
  });

  test('a notification of the hub still reaches external', async () => {
    const record = { ...inConnec(), group_id: 'cld-1' };
    await storeNotification(world.engine, 'default', { organizations: [record] });
    await processInbox(world.engine);
    expect(titlesInExternal()).toEqual(['Of Connec!']);
  });
});

describe('while the hub gives nothing away', () => {
  beforeEach(() => say({ pullDisabled: true }));

  test('a run sends records to the hub, and takes none from it (contract 231, improvement 8.16)', async () => {
    inConnec();
    inExternal();
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    expect(titlesInExternal()).toEqual(['Of external']);
    expect(namesInConnec()).toEqual(['Of Connec!', 'Of external']);
  });

  test('a notification of it reaches nobody, and does not wait', async () => {
    const record = { ...inConnec(), group_id: 'cld-1' };
    await storeNotification(world.engine, 'default', { organizations: [record] });
    await processInbox(world.engine);
    expect(titlesInExternal()).toEqual([]);
    expect(await world.database.inboxMessage.count()).toBe(0);
  });
});

test('with both stopped nothing travels; once they are free again all that was held back does', async () => {
  await world.run();
  await say({ pushDisabled: true, pullDisabled: true });
  world.clock.forward(60);
  inConnec();
  inExternal();
  world.clock.forward(3600);
  expect(await world.run()).toMatchObject({ status: 'SUCCESS', counts: {} });
  expect(titlesInExternal()).toEqual(['Of external']);

  world.clock.forward(3600);
  await say({ pushDisabled: false, pullDisabled: false });
  await world.run();
  expect(titlesInExternal().toSorted()).toEqual(['Of Connec!', 'Of external']);
  expect(namesInConnec().toSorted()).toEqual(['Of Connec!', 'Of external']);
});
