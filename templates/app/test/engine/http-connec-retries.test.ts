import { expect, test } from 'vitest';
import { LeaseLostError } from '../../src/engine/errors.ts';
import { createConnecClient, type Log, silentLog } from '../../src/engine/index.ts';
import { all, hubClientWorld } from '../support/hub-client.ts';

const world = hubClientWorld();
const { tenantAt, patience, log } = world;

test.each([429, 500, 502, 503, 504])(
  'an answer of %i is asked again, twice at most (improvement 9.2)',
  async (status) => {
    world.hub.misbehave({ status, times: 2, retryAfter: 0 });
    expect(await all(world.connec.pages('organizations'))).toEqual([]);
    expect(world.hub.calls.map((call) => call.status)).toEqual([status, status, 200]);
    expect(world.heard.map(({ event }) => event)).toEqual([
      'Connec! is asked again',
      'Connec! is asked again',
    ]);

    world.hub.misbehave({ status, retryAfter: 0 });
    await expect(all(world.connec.pages('organizations'))).rejects.toThrow(`Connec! answered ${status}`);
  },
);

test.each([400, 401, 404, 422])(
  'an answer of %i is not asked again, and read for its reason (contract 143, 144)',
  async (status) => {
    world.hub.misbehave({ status });
    await expect(all(world.connec.pages('organizations'))).rejects.toThrow(
      `Connec! answered ${status} when reading organizations: the hub was told to misbehave`,
    );
    expect(world.hub.calls).toHaveLength(1);
  },
);

test('a timeout is tried three times in all, each told in the log (contract 143, 182, 291)', async () => {
  const impatient = createConnecClient(tenantAt(world.hub.url, 0.05), 'cld-fern', patience);
  world.hub.misbehave({ latencyMs: 300, times: 3 });
  await expect(all(impatient.pages('organizations'))).rejects.toThrow('Connec! could not be reached');
  expect(world.heard).toHaveLength(2);
});

test('a connection that is cut is tried again, and what was written twice is one record (contract 178, improvement 9.3)', async () => {
  world.hub.misbehave({ cut: true, times: 1, path: '/batch' });
  const id = [{ id: '1', provider: 'acme', realm: 'north' }];
  const results = await world.connec.batch([
    { method: 'post', resource: 'organizations', record: { name: 'Written twice', id } },
  ]);
  expect(results).toMatchObject([{ status: 200 }]);
  expect(
    world.hub.list('cld-fern', 'organizations').filter(({ name }) => name === 'Written twice'),
  ).toHaveLength(1);
});

test('a hub that fails all the time does not take the run long: repetitions are counted over the run', async () => {
  const tired = createConnecClient(tenantAt(world.hub.url), 'cld-fern', {
    firstDelayMs: 1,
    repetitions: 3,
    log,
  });
  world.hub.misbehave({ status: 500 });
  for (let i = 0; i < 4; i += 1) await expect(tired.get('people', 'x')).rejects.toThrow('500');
  expect(world.hub.calls).toHaveLength(4 + 3);
});

test('once they are used up nobody waits any more, whatever the hub says', async () => {
  const tired = createConnecClient(tenantAt(world.hub.url), 'cld-fern', { repetitions: 0, log });
  world.hub.misbehave({ status: 503, retryAfter: 60 });
  await expect(tired.get('people', 'x')).rejects.toThrow('503');
});

test('a call that waits to be made again is not made once the organization is held by another run', async () => {
  let held = true;
  const lease = {
    async check() {
      if (!held) throw new LeaseLostError('Another run has taken over');
    },
  };
  const log: Log = {
    ...silentLog,
    warn() {
      held = false;
    },
  };
  const client = createConnecClient(tenantAt(world.hub.url), 'cld-fern', { firstDelayMs: 1, log, lease });
  world.hub.misbehave({ status: 500, times: 1 });
  const person = { method: 'post', resource: 'people', record: { first_name: 'Ada' } } as const;
  await expect(client.batch([person])).rejects.toThrow(LeaseLostError);
  expect(world.hub.calls).toMatchObject([{ status: 500 }]);
});
