import { expect, test } from 'vitest';
import { type AnyEntity, updateSwitches } from '../../src/engine/index.ts';
import { createTestDatabase } from '../support/database.ts';
import { factories } from '../support/factories.ts';
import { Company, Person } from '../support/memory-application.ts';

class OnlyInward extends Company {
  override readonly canWriteExternal = false;
}

const entities = [new Company(), new Person(), new OnlyInward()] as AnyEntity[];
const off = { toConnec: false, toExternal: false };

async function withSwitches(synchronizedEntities: object) {
  const { database, remove } = await createTestDatabase();
  const { id } = await factories(database).organization({ synchronizedEntities });
  const read = async () =>
    (await database.organization.findUniqueOrThrow({ where: { id } })).synchronizedEntities;
  return { database, remove, read, id };
}

test('entities that are new come switched off, and those that are gone are dropped (contract 287, improvement 8.12)', async ({
  onTestFinished,
}) => {
  const kept = { toConnec: true, toExternal: false };
  const { database, remove, read } = await withSwitches({ company: kept, gone: kept });
  onTestFinished(remove);
  const changes = await updateSwitches(database, entities);
  expect(changes).toEqual({ organizations: 1, added: ['person', 'only_inward'], dropped: ['gone'] });
  expect(await read()).toEqual({ company: kept, person: off, only_inward: off });
  expect(await updateSwitches(database, entities)).toEqual({ organizations: 0, added: [], dropped: [] });
});

test('they come switched on where that is asked for, as far as they can be written (contract 287)', async ({
  onTestFinished,
}) => {
  const { database, remove, read } = await withSwitches({ company: off });
  onTestFinished(remove);
  await updateSwitches(database, entities, true);
  const on = { toConnec: true, toExternal: true };
  expect(await read()).toEqual({
    company: on,
    person: on,
    only_inward: { toConnec: true, toExternal: false },
  });
});

test('one value for both directions becomes two (contract 63, 287)', async ({ onTestFinished }) => {
  const { database, remove, read } = await withSwitches({ company: true, person: false });
  onTestFinished(remove);
  await updateSwitches(database, entities.slice(0, 2));
  expect(await read()).toEqual({ company: { toConnec: true, toExternal: true }, person: off });
});

test('settings that somebody saves meanwhile are not written over', async ({ onTestFinished }) => {
  const { database, remove, read, id } = await withSwitches({ company: off });
  onTestFinished(remove);
  const on = { toConnec: true, toExternal: true };
  let reads = 0;
  const interrupted = database.$extends({
    query: {
      organization: {
        async findMany({ args, query }) {
          const rows = await query(args);
          reads += 1;
          if (reads > 1) return rows;
          const data = { synchronizedEntities: { company: on }, updatedAt: new Date(Date.now() + 1000) };
          await database.organization.update({ where: { id }, data });
          return rows;
        },
      },
    },
  });
  await updateSwitches(interrupted as never, entities.slice(0, 2));
  expect(await read()).toEqual({ company: on, person: off });
});

test('a row that another program wrote, with its dates in another form, is brought up to date too', async ({
  onTestFinished,
}) => {
  const { database, remove, read } = await withSwitches({ gone: off });
  onTestFinished(remove);
  await database.$executeRawUnsafe("UPDATE organizations SET updated_at = '2020-01-02 03:04:05'");
  expect(await updateSwitches(database, entities)).toMatchObject({ organizations: 1 });
  expect(Object.keys(Object(await read())).sort()).toEqual(['company', 'only_inward', 'person']);
});

test('many organizations are read page by page', async ({ onTestFinished }) => {
  const { database, remove } = await createTestDatabase();
  onTestFinished(remove);
  const rows = Array.from({ length: 401 }, (_, i) => ({ uid: `cld-${i}`, tenant: 'default', name: 'Fern' }));
  await database.organization.createMany({ data: rows });
  const { organizations } = await updateSwitches(database, entities);
  expect(organizations).toBe(401);
  const stale = await database.organization.count({ where: { synchronizedEntities: { equals: {} } } });
  expect(stale).toBe(0);
});
