import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecordError } from '../../src/engine/index.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';
import { createWrittenLog, type Line } from '../support/written-log.ts';

let world: SyncWorld;
let lines: Line[];
beforeEach(async () => {
  const written = createWrittenLog();
  lines = written.lines;
  world = await createSyncWorld([new Company(), new Person()], {}, written.log);
  await world.database.organization.updateMany({ data: { orgUid: 'org-fern' } });
});
afterEach(() => world.close());

const at = (level: Line['level']) => lines.filter((line) => line.level === level).map(({ event }) => event);

test('every line says whose it is, and of which run and entity (contract 289)', async () => {
  world.application.save('company', { title: 'Fern' });
  const { id: run } = await world.run();
  expect(lines.length).toBeGreaterThan(3);
  for (const { fields } of lines) {
    expect(fields).toMatchObject({ organization: 'cld-1', orgUid: 'org-fern', tenant: 'default', run });
  }
  expect(lines.find(({ event }) => event === 'page of external')?.fields).toMatchObject({
    entity: 'company',
  });
});

test('an organization without a platform id is no hole in the line (contract 289)', async () => {
  await world.database.organization.updateMany({ data: { orgUid: null } });
  await world.run();
  expect(Object.keys(lines[0]?.fields ?? {})).not.toContain('orgUid');
});

test('begin and end of a run, and each entity with its counts, are told at info (contract 290)', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run({ onlyEntities: ['company'] });
  expect(at('info')).toEqual(['synchronization started', 'entity synchronized', 'synchronization ended']);
  expect(lines.find(({ event }) => event === 'entity synchronized')?.fields).toMatchObject({
    entity: 'company',
    counts: { toConnec: { created: 1 } },
  });
});

test('pages, and why a record does not travel, are told at debug (contract 290)', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  world.hub.save('people', {
    name: 'Ada',
    organization_id: [{ id: 'x', provider: 'connec', realm: 'org-1' }],
  });
  await world.run();
  await world.run();
  expect(new Set(at('debug'))).toEqual(
    new Set(['page of external', 'page of Connec!', 'waits for a reference', 'external has it already']),
  );
});

test('what was refused is told at warn, what was given up at error (contract 290)', async () => {
  world.application.save('company', { title: 'Fern' });
  world.hub.save('organizations', { name: 'Oak' });
  world.hub.refuse = () => '422 no';
  world.application.beforeWrite = () => {
    throw new RecordError('no');
  };
  await world.run();
  expect(at('warn')).toEqual(['Connec! refused a record', 'external refused a record']);
  world.hub.answer = () => {
    throw new Error('down');
  };
  world.clock.forward(86_400);
  await world.run();
  expect(at('error')).toEqual(['entity given up']);
});

test('a conflict is told with the side that was kept (contract 290)', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { title: 'E' }, '1');
  world.hub.save('organizations', { name: 'C' }, [...world.hub.records.keys()][0]);
  await world.run();
  expect(lines.find(({ event }) => event === 'changed on both sides')).toMatchObject({
    level: 'info',
    fields: { externalId: '1', kept: 'external' },
  });
});

test('neither tokens nor what records say are told, at any level (improvement 3.10, 6.10)', async () => {
  world.application.save('company', { title: 'Very "Secret"\nName' });
  world.hub.save('organizations', { name: 'Other Secret' });
  world.hub.save('people', { name: 'Secret Person' });
  await world.run();
  const text = JSON.stringify(lines);
  expect(text).not.toMatch(/secret/i);
  expect(text).not.toContain('token');
});
