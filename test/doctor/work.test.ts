import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from '../../src/doctor/site.ts';
import { checkParked, checkPaused, checkRuns } from '../../src/doctor/work.ts';
import { findProject } from '../../src/project.ts';
import { applyMigrations } from '../../src/schema/apply.ts';
import type { Provider } from '../../src/schema/provider.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts';
import { scaffoldedProject } from '../support/schema-project.ts';

const PATIENCE = 60_000;
let postgres: Postgres | undefined;

beforeAll(async () => {
  if (postgresPrograms) postgres = await startPostgres();
}, PATIENCE);

afterAll(() => postgres?.stop());

const databases: [Provider, boolean, () => Promise<string> | undefined][] = [
  ['sqlite', false, async () => 'file:./data/test.db'],
  ['postgresql', !postgresPrograms, () => postgres?.freshDatabase()],
];

describe.each(databases)('on %s', (provider, isMissing, newUrl) => {
  async function migrated(): Promise<Site> {
    const url = (await newUrl()) ?? '';
    const { folder } = await scaffoldedProject(provider, url);
    await applyMigrations(folder, url);
    return openSite(await findProject(folder));
  }

  test.skipIf(isMissing)(
    'a run is stuck when nobody holds its organization any more, whatever way the database writes dates',
    async () => {
      const site = await migrated();
      expect(await checkRuns(site)).toEqual([{ state: 'pass', message: 'none is under way' }]);
      const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
      await site.rows(`
        INSERT INTO organizations (id, uid, tenant, name, lease_expires_at, updated_at) VALUES
          (1, 'a', 't', 'Fern', '${at(-1)}', '${at(0)}'), (2, 'b', 't', 'Oak', '${at(1)}', '${at(0)}'),
          (3, 'c', 't', 'Elm', NULL, '${at(0)}')`);
      await site.rows(`
        INSERT INTO synchronizations (organization_id, status, started_at, updated_at)
        SELECT id, 'RUNNING', '2030-01-02T03:04:05.000Z', '${at(0)}' FROM organizations ORDER BY id`);
      const found = (await checkRuns(site)).map(({ message }) => message);
      expect(found).toEqual([
        'Fern: one begun 2030-01-02T03:04:05.000Z was interrupted',
        'Elm: one begun 2030-01-02T03:04:05.000Z was interrupted',
      ]);
      await site.rows(`UPDATE organizations SET lease_expires_at = '${at(1)}'`);
      expect(await checkRuns(site)).toEqual([{ state: 'pass', message: '3 under way' }]);
      await site.close();
    },
    PATIENCE,
  );

  test.skipIf(isMissing)(
    'parked records and paused organizations are counted for each organization',
    async () => {
      const site = await migrated();
      const now = new Date().toISOString();
      expect([...(await checkParked(site)), ...(await checkPaused(site))].map(({ state }) => state)).toEqual([
        'pass',
        'pass',
      ]);
      await site.rows(`
        INSERT INTO organizations (id, uid, tenant, name, paused_reason, updated_at)
        VALUES (1, 'a', 't', 'Fern', 'Acme no longer takes our tokens', '${now}')`);
      await site.rows(`
        INSERT INTO id_maps (organization_id, connec_entity, external_entity, external_id, parked_at, updated_at)
        VALUES (1, 'person', 'contact', '1', '${now}', '${now}'), (1, 'person', 'contact', '2', '${now}', '${now}')`);
      expect(
        [...(await checkParked(site)), ...(await checkPaused(site))].map(({ message }) => message),
      ).toEqual([
        'Fern: 2 of person and contact were tried too often',
        'Fern: Acme no longer takes our tokens',
      ]);
      await site.close();
    },
    PATIENCE,
  );
});
