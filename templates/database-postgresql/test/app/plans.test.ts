import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AnyEntity,
  ComplexEntity,
  type Connection,
  type Engine,
  map,
  mapper,
  type Organization,
  processInbox,
  storeExternalEvent,
  storeNotification,
  synchronize,
} from '../../src/engine/index.ts';
import { readFleet } from '../../src/fleet/read-fleet.ts';
import { askForDue } from '../../src/jobs/clock.ts';
import { prune } from '../../src/prune.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { fill } from '../support/many-rows.ts';
import { Company, type MemoryApplication, MemoryEntity, Person } from '../support/memory-application.ts';
import { hearStatements, type Planned } from '../support/plans.ts';
import { signedIn } from '../support/signed-in.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';
import { TestExternal } from '../support/test-external.ts';

class LookingPerson extends Person {
  override lookUps = () => [
    { entity: 'company', externalId: 'e4' },
    { entity: 'company', connecId: 'c8' },
  ];
}
class Contact extends MemoryEntity {
  readonly connecName = 'person';
  readonly externalName: string = 'contact';
  readonly mapper = mapper([map('name', 'title')], { name: 'contact' });
}
class Lead extends Contact {
  override readonly externalName: string = 'lead';
}
class ContactOrLead extends ComplexEntity<MemoryApplication> {
  readonly parts = [new Contact(), new Lead()];
}
const entities = [new Company(), new LookingPerson(), new ContactOrLead()];

/** What travels in these tests, for the pages too. */
class Application extends TestExternal {
  override readonly entities = entities as readonly AnyEntity[] as readonly AnyEntity<Connection>[];
}

let connector: TestConnector;
let world: SyncWorld;
let organization: Organization;
beforeAll(async () => {
  connector = await startTestConnector({}, fixedTenants(testTenant()), Application);
  world = await createSyncWorld(entities);
  const { id: _id, synchronizedEntities, ...settings } = world.organization;
  organization = await connector.create.organization({
    ...settings,
    synchronizedEntities: synchronizedEntities as object,
  });
  await fill(connector.connector.database, organization);
});
afterAll(async () => {
  await world.close();
  await connector.close();
});

const url = () => connector.connector.config.databaseUrl;
const engineOfWorld = (): Engine => ({ ...world.engine, database: connector.connector.database });
const run = async (options = {}) => {
  const outcome = await synchronize(engineOfWorld(), organization.id, { forced: true, ...options });
  if (typeof outcome === 'string') throw new Error(`nothing was done: ${outcome}`);
  world.clock.forward(3600);
  return outcome;
};

/** Tables that grow with what customers have. */
const large = ['id_maps', 'inbox', 'synchronizations', 'run_requests', 'organizations'];

/** To look for hundreds of records by their ids costs up to 2,500; to look through all of the organization, above 4,000. */
const most = 3500;

const excessive = (planned: readonly Planned[], tables = large) =>
  planned
    .filter(({ cost, readWhole }) => cost > most || readWhole.some((table) => tables.includes(table)))
    .map(({ statement, cost, readWhole }) => ({ statement, cost, readWhole }));

test('a run, a notification and a delivery find what they need by an index, however many records there are', async () => {
  const { hub, application } = world;
  const heard = hearStatements();
  // Known on both sides, and changed on one of them; new on one of them; of each kind.
  hub.save('people', { name: 'Ada' }, 'c7');
  hub.save('people', { name: 'Max' }, 'c5');
  application.save('person', { title: 'Bea' }, 'e11');
  application.save('lead', { title: 'Lou' }, 'e6');
  application.save('company', { title: 'Fern' }, 'e4');
  for (let i = 0; i < 120; i += 1) {
    hub.save('people', { name: `New ${i}`, email: `${i}@hub.test` });
    hub.save('organizations', { name: `Company ${i}` });
    application.save('person', { title: `Other ${i}`, mail: `${i}@app.test` });
  }
  // It waits for a company that never comes, and another one is refused at first.
  const elsewhere = [{ id: 'c-none', provider: 'connec', realm: 'org-1' }];
  hub.save('people', { name: 'Wanda', organization_id: elsewhere });
  application.beforeWrite = ({ title }) => {
    if (title === 'Company 1') throw new Error('not today');
  };
  expect(await run()).toMatchObject({ status: 'PARTIAL' });
  application.beforeWrite = () => {};
  await run({ fullSync: true });
  await run();

  const engine = engineOfWorld();
  const group = { tenant: organization.tenant, group: organization.uid };
  await storeNotification(engine, organization.tenant, {
    people: [{ ...hub.save('people', { name: 'Ada 2' }, 'c7'), group_id: organization.uid }],
  });
  application.save('person', { title: 'Bea 2' }, 'e11');
  await storeExternalEvent(engine, { ...group, deliveryId: 'd-1', ids: { person: ['e11'] } });
  while (await processInbox(engine));
  const planned = await heard.plans(url());
  expect(planned.filter(({ tables }) => tables.includes('id_maps')).length).toBeGreaterThan(30);
  expect(excessive(planned)).toEqual([]);
});

test('so do the pages, the clock, and what tidies up', async () => {
  const { create, connector: parts } = connector;
  const browser = await signedIn(connector, await create.membership(await create.user(), organization));
  const { id } = await parts.database.idMap.findFirstOrThrow({ where: { waitingFor: { not: null } } });
  const heard = hearStatements();
  const states = ['all', 'linked', 'waiting', 'failed', 'parked'];
  const pages = [
    ...[
      '/',
      '/history',
      '/history?before=1000',
      '/jobs',
      '/parked',
      `/mapping/${id}`,
      `/mapping?after=${id}`,
    ],
    ...states.flatMap((state) => [`/mapping?state=${state}`, `/mapping?state=${state}&q=ada`]),
  ];
  for (const page of pages) expect((await browser.request(page)).status, page).toBe(200);
  await askForDue(parts);
  await prune(parts);
  expect(excessive(await heard.plans(url()))).toEqual([]);
});

test('figures for operators are counted without looking through records and synchronizations', async () => {
  const heard = hearStatements();
  expect(await (await fetch(`${connector.url}/metrics`)).text()).toContain('connector_records_due');
  await readFleet(connector.connector);
  const counted = ['inbox', 'organizations'];
  const others = large.filter((table) => !counted.includes(table));
  expect(excessive(await heard.plans(url()), others)).toEqual([]);
});

test('what no index answers is noticed', async () => {
  const { idMap } = connector.connector.database;
  const heard = hearStatements();
  await idMap.findMany({ where: { name: 'Ada 77' } });
  await idMap.findMany({ where: { organizationId: organization.id, name: 'Ada 77' } });
  await idMap.count({ where: { organizationId: organization.id } });
  await idMap.findMany({ where: { organizationId: organization.id, connecId: 'c77' } });
  expect(excessive(await heard.plans(url()))).toHaveLength(3);
});
