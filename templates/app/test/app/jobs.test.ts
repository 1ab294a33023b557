import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Organization } from '../../src/engine/index.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let world: TestConnector;
let organization: Organization;
beforeEach(async () => {
  world = await startTestConnector();
  organization = await world.create.organization({ oauthToken: 'x', syncEnabled: true });
});
afterEach(() => world.close());

const hold = (leaseOwner: string | null) =>
  world.connector.database.organization.update({
    where: { id: organization.id },
    data: { leaseOwner, leaseExpiresAt: leaseOwner && new Date('2100-01-01') },
  });
const askForRun = () =>
  world.connector.jobs.enqueue({
    kind: 'synchronize',
    key: `${organization.id}`,
    data: { organizationId: organization.id },
  });
const runs = () => world.connector.database.synchronization.findMany();

describe('a run that is asked for while a notification is dealt with', () => {
  test('waits for that, and is not forgotten', async () => {
    await hold('a notification');
    await askForRun();
    await new Promise((later) => setTimeout(later, 50));
    expect(await runs()).toEqual([]);
    await hold(null);
    await world.connector.jobs.idle();
    expect(await runs()).toMatchObject([{ status: 'SUCCESS' }]);
  });

  test('goes before the next notification', async () => {
    const { database, jobs } = world.connector;
    const message = { tenant: 'default', group: 'cld-nobody', body: {} };
    await hold('a notification');
    await askForRun();
    // It has found out by now that it has to wait.
    await new Promise((later) => setTimeout(later, 50));
    await database.inboxMessage.create({ data: message });
    await jobs.enqueue({ kind: 'inbox', key: 'inbox', data: {} });
    await expect.poll(async () => (await jobs.list()).filter(({ job }) => job.kind === 'inbox')).toEqual([]);
    expect(await database.inboxMessage.count()).toBe(1);
    await hold(null);
    await jobs.idle();
    expect(await runs()).toHaveLength(1);
    expect(await database.inboxMessage.count()).toBe(0);
  });
});

test('a run is not held up by an application that does not answer whether it tells of changes', async () => {
  const { external } = world.connector;
  let answer = (_subscription: { id: string }) => {};
  const asked = new Promise<{ id: string }>((resolve) => {
    answer = resolve;
  });
  Object.assign(external, { webhooks: { subscribe: () => asked, unsubscribe: async () => {} } });
  await askForRun();
  await expect.poll(runs).toMatchObject([{ status: 'SUCCESS' }]);
  answer({ id: 'w-1' });
});
