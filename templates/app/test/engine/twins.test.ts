import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JsonObject, processInbox, RecordError, storeNotification } from '../../src/engine/index.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** Both sides have a record, and neither knows that the other has it too: only the hub recognises that they are one. */

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const names = () => world.hub.list('organizations').map(({ name }) => name);
const titles = () => world.application.list('company').map(({ title }) => title);
const hubId = (record: JsonObject) => String((record.id as JsonObject[])[0]?.id);
async function notify(resource: string, record: JsonObject) {
  await storeNotification(world.engine, 'default', { [resource]: [{ ...record, group_id: 'cld-1' }] });
  while (await processInbox(world.engine));
}

describe('a notification of such a record', () => {
  test('is left to the first run while there was none', async () => {
    world.application.save('company', { title: 'Fern' });
    await notify('organizations', world.hub.save('organizations', { name: 'Fern' }));
    expect(titles()).toEqual(['Fern']);
    expect(await world.database.inboxMessage.count()).toBe(0);
    await world.run();
    expect([titles(), names()]).toEqual([['Fern'], ['Fern']]);
  });

  test('later brings its kind up to date: external is offered to the hub first', async () => {
    await world.run();
    world.clock.forward(3600);
    world.application.save('company', { title: 'Fern', branch: 'Trade' });
    await notify('organizations', world.hub.save('organizations', { name: 'Fern' }));
    expect([titles(), names()]).toEqual([['Fern'], ['Fern']]);
    expect(world.hub.list('organizations')).toMatchObject([{ industry: 'Trade' }]);
    await notify('organizations', world.hub.save('organizations', { name: 'Oak' }));
    expect(titles()).toEqual(['Fern', 'Oak']);
  });

  test('does not create what the hub did not take of external', async () => {
    await world.run();
    world.hub.refuse = ({ method }) => (method === 'post' ? '500 not now' : undefined);
    world.clock.forward(3600);
    world.application.save('company', { title: 'Fern' });
    await notify('organizations', world.hub.save('organizations', { name: 'Fern' }));
    world.clock.forward(30);
    await notify('organizations', world.hub.list('organizations')[0] as JsonObject);
    expect(titles()).toEqual(['Fern']);
  });

  test('of a record that does not travel asks nobody', async () => {
    await world.run();
    await world.database.organization.updateMany({ data: { dateFilteringLimit: world.clock.now } });
    world.application.reads.length = 0;
    await notify(
      'organizations',
      world.hub.save('organizations', { name: 'Old', created_at: '2020-01-01T00:00:00Z' }),
    );
    expect([titles(), world.application.reads]).toEqual([[], []]);
  });

  test('of one that both sides know is dealt with by itself, before the first run has ended too', async () => {
    const saved = world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    await world.database.watermark.deleteMany();
    world.clock.forward(3600);
    world.application.reads.length = 0;
    await notify('organizations', world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved)));
    expect(titles()).toEqual(['Fern & Co']);
    expect(world.application.reads).toMatchObject([{ id: '1' }]);
  });
});

describe('a record of the hub that external has refused, or that waited, and that a person has made in external meanwhile', () => {
  test('is recognised before it is created', async () => {
    world.hub.save('organizations', { name: 'Fern' });
    world.application.beforeWrite = () => {
      throw new RecordError('no');
    };
    await world.run();
    world.application.beforeWrite = () => {};
    world.clock.forward(86_400);
    world.application.save('company', { title: 'Fern' });
    await world.run();
    expect([titles(), names()]).toEqual([['Fern'], ['Fern']]);
    expect(await world.database.idMap.findMany()).toMatchObject([
      { externalId: '1', connecId: expect.any(String), failedTo: null, dueAt: null },
    ]);
  });

  test('and goes all the same where nobody has', async () => {
    const waiting = {
      email: 'ada@fern.test',
      organization_id: [{ id: 'fern', provider: 'connec', realm: 'org-1' }],
    };
    world.hub.save('people', { name: 'Ada', ...waiting });
    await world.run();
    world.clock.forward(86_400);
    world.hub.save('organizations', { name: 'Fern' }, 'fern');
    world.clock.forward(86_400);
    await world.run();
    expect(world.application.list('person')).toMatchObject([{ title: 'Ada', company_id: '1' }]);
  });
});
