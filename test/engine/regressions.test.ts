import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../templates/app/test/support/database.ts';
import { createStage, type Stage, type StageSettings } from './converge/stage.ts';

/** What the convergence test and the kill test have found, each as short as it can be told. */

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
});
afterEach(() => testDatabase.remove());

const stageWith = (settings: Partial<StageSettings> = {}): Promise<Stage> =>
  createStage(
    testDatabase.database,
    { conflicts: 'newest', keys: false, hubAhead: 0, applicationAhead: 0, ...settings },
    'cld-1',
  );
const names = ({ application }: Stage) => application.list('company').map(({ title }) => title);

test('a change in a hub whose clock is five minutes behind is not missed (improvement 1.1)', async () => {
  const stage = await stageWith({ hubAhead: -300 });
  await stage.run();
  stage.hub.save('organizations', { code: 'one', name: 'One' });
  stage.forward(3600);
  await stage.run();
  expect(names(stage)).toEqual(['One']);
});

test('a change in an application whose clock is five minutes behind is not missed (improvement 1.1)', async () => {
  const stage = await stageWith({ applicationAhead: -300 });
  await stage.run();
  stage.application.save('company', { number: 'one', title: 'One' });
  stage.forward(3600);
  await stage.run();
  expect(stage.hub.list('organizations')).toMatchObject([{ name: 'One' }]);
});

test('a record that the hub did not answer for is not created a second time from its twin in the hub', async () => {
  const stage = await stageWith();
  stage.hub.save('organizations', { code: 'one', name: 'One' });
  stage.application.save('company', { number: 'one', title: 'One', branch: 'Trade' });
  stage.faults.set([{ call: 'hub.batch', nth: 0, how: 'fewer done' }]);
  await stage.run();
  stage.faults.set([]);
  stage.forward(24 * 3600);
  await stage.run();
  expect(names(stage)).toEqual(['One']);
  expect(stage.hub.list('organizations')).toMatchObject([{ name: 'One', industry: 'Trade' }]);
});

test('what the hub changed while a record was inactive in external arrives once it is active again', async () => {
  const stage = await stageWith();
  const { id } = stage.application.save('company', { number: 'one', title: 'One' });
  await stage.run();
  stage.application.save('company', { active: false }, String(id));
  stage.forward(3600);
  await stage.run();
  stage.hub.save('organizations', { name: 'Two' }, [...stage.hub.records.keys()][0]);
  stage.forward(3600);
  await stage.run();
  expect(names(stage)).toEqual(['One']);

  stage.application.save('company', { active: true }, String(id));
  for (let i = 0; i < 2; i += 1) {
    stage.forward(3600);
    await stage.run();
  }
  expect(names(stage)).toEqual(['Two']);
});

test('a record that becomes inactive waits for nothing any more', async () => {
  const stage = await stageWith();
  const { id } = stage.application.save('person', { number: 'one', title: 'Ada' });
  await stage.run();
  stage.forward(3600);
  const unknown = [{ id: 'unknown', provider: 'connec', realm: 'org-1' }];
  stage.hub.save('people', { organization_id: unknown }, [...stage.hub.records.keys()][0]);
  await stage.run();
  expect(await stage.database.idMap.count({ where: { dueAt: { not: null } } })).toBe(1);
  stage.application.save('person', { active: false }, String(id));
  stage.forward(3600);
  await stage.run();
  expect(await stage.database.idMap.count({ where: { dueAt: { not: null } } })).toBe(0);
});

test('what the kept side of a conflict says nothing of is not lost: the hub had filled a field', async () => {
  const stage = await stageWith();
  const { id } = stage.application.save('company', { number: 'one', title: 'One' });
  await stage.run();
  stage.forward(3600);
  stage.hub.save('organizations', { industry: 'Trade' }, [...stage.hub.records.keys()][0]);
  stage.forward(60);
  stage.application.save('company', { title: 'Two' }, String(id));
  for (let i = 0; i < 2; i += 1) {
    stage.forward(3600);
    await stage.run();
  }
  expect(stage.hub.list('organizations')).toMatchObject([{ name: 'Two', industry: 'Trade' }]);
  expect(stage.application.list('company')).toMatchObject([{ title: 'Two', branch: 'Trade' }]);
});

test('what the kept side of a conflict says nothing of is not lost: external had filled a field', async () => {
  const stage = await stageWith();
  stage.hub.save('organizations', { code: 'one', name: 'One' });
  await stage.run();
  const [id] = stage.application.list('company').map((record) => String(record.id));
  stage.forward(3600);
  stage.application.save('company', { branch: 'Trade' }, id);
  stage.forward(60);
  stage.hub.save('organizations', { name: 'Two' }, [...stage.hub.records.keys()][0]);
  for (let i = 0; i < 2; i += 1) {
    stage.forward(3600);
    await stage.run();
  }
  expect(stage.hub.list('organizations')).toMatchObject([{ name: 'Two', industry: 'Trade' }]);
  expect(stage.application.list('company')).toMatchObject([{ title: 'Two', branch: 'Trade' }]);
});

test('what the hub changed before it was ever read to its end is not lost when external changes too', async () => {
  const stage = await stageWith();
  stage.hub.save('organizations', { code: 'one', name: 'One' });
  const { id } = stage.application.save('company', { number: 'one', title: 'One' });
  stage.faults.set([{ call: 'hub.pages', nth: 0, how: 'fails' }]);
  await stage.run();
  stage.faults.set([]);
  stage.forward(3600);
  stage.hub.save('organizations', { industry: 'Trade' }, [...stage.hub.records.keys()][0]);
  stage.application.save('company', { title: 'Two' }, String(id));
  for (let i = 0; i < 2; i += 1) {
    stage.forward(3600);
    await stage.run();
  }
  expect(stage.application.list('company')).toMatchObject([{ title: 'Two', branch: 'Trade' }]);
});

test('nor is it in a later run that reads the hub while the record is not due yet', async () => {
  const stage = await stageWith();
  stage.hub.save('organizations', { code: 'one', name: 'One' });
  stage.application.save('company', { number: 'one', title: 'One', branch: 'Trade' });
  stage.faults.set([
    { call: 'hub.batch', nth: 0, how: 'fewer done' },
    { call: 'hub.pages', nth: 0, how: 'fails' },
  ]);
  await stage.run();
  stage.faults.set([]);
  for (const seconds of [0, 24 * 3600]) {
    stage.forward(seconds);
    await stage.run();
  }
  expect(names(stage)).toEqual(['One']);
  expect(stage.hub.list('organizations')).toMatchObject([{ name: 'One', industry: 'Trade' }]);
});
