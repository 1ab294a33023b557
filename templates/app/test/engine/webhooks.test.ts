import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  addressee,
  type Delivery,
  linkOrganization,
  type Proof,
  processInbox,
  RecordNotFoundError,
  subscribe,
  type Told,
  takeDelivery,
  unlinkOrganization,
  unsubscribe,
  type WantedSubscription,
  type Webhooks,
} from '../../src/engine/index.ts';
import { secretsOf } from '../../src/engine/subscribe.ts';
import { createHeardLog } from '../support/log.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let log: ReturnType<typeof createHeardLog>;
let wanted: WantedSubscription[];
let ended: string[];
/** What the application does when it is asked. */
let answer: () => Promise<{ id: string; secret?: string }>;
let proof: (delivery: Delivery, secret: string) => Proof | undefined;

beforeEach(async () => {
  log = createHeardLog();
  world = await createSyncWorld([new Company()], {}, log.logger);
  [wanted, ended] = [[], []];
  answer = async () => ({ id: 'w-1' });
  proof = ({ headers, body }) => ({ content: body, signature: headers.signature ?? '', encoding: 'hex' });
  const webhooks: Webhooks = {
    async subscribe(_client, asked) {
      wanted.push(asked);
      return answer();
    },
    async unsubscribe(_client, id) {
      ended.push(id);
    },
    proof: (delivery, secret) => proof(delivery, secret),
    read: ({ body }) => JSON.parse(body) as Told,
  };
  Object.assign(world.engine.external, { webhooks });
});
afterEach(() => world.close());

const reload = () => world.database.organization.findUniqueOrThrow({ where: { id: world.organization.id } });
const ask = () => subscribe(world.engine, world.organization.id, (address) => `https://here/${address}`);
/** The last part of the address that was given to the application. */
const given = () => wanted.at(-1)?.address.replace('https://here/', '') ?? '';

describe('the application is asked to tell of changes', () => {
  test('once, at an address and with a secret that nobody else knows', async () => {
    expect(await ask()).toBe(true);
    expect(await ask()).toBe(true);
    expect(wanted).toHaveLength(1);
    expect(given()).toMatch(/^1\.[\w-]{32}$/);
    expect(wanted[0]?.secret).toMatch(/^[\w-]{43}$/);
    const organization = await reload();
    expect(organization.externalWebhookId).toBe('w-1');
    expect(organization.externalWebhookSecret).not.toContain(wanted[0]?.secret);
    expect(secretsOf(world.engine, organization)?.secret).toBe(wanted[0]?.secret);
  });

  test('and may sign with a secret of its own', async () => {
    answer = async () => ({ id: 'w-1', secret: 'theirs' });
    await ask();
    expect(secretsOf(world.engine, await reload())?.secret).toBe('theirs');
  });

  test('again, for the same, when it did not answer: the link stays', async () => {
    answer = async () => {
      throw new Error('not now');
    };
    await expect(ask()).rejects.toThrow('not now');
    expect(await reload()).toMatchObject({ oauthUid: 'memory-1', externalWebhookId: null });
    answer = async () => ({ id: 'w-2' });
    expect(await ask()).toBe(true);
    expect(wanted[1]).toEqual(wanted[0]);
  });

  test('for one and the same by two at a time, and the one subscription is kept', async () => {
    await Promise.all([ask(), ask(), ask()]);
    expect(new Set(wanted.map(({ address }) => address)).size).toBe(1);
    expect(ended).toEqual([]);
    expect(await reload()).toMatchObject({ externalWebhookId: 'w-1' });
  });

  test.each([
    ['not linked', { oauthUid: null }],
    ['paused', { pausedReason: 'link it again' }],
  ])('but not for an organization that is %s', async (_, data) => {
    await world.database.organization.update({ where: { id: world.organization.id }, data });
    expect(await ask()).toBe(false);
    expect(wanted).toEqual([]);
  });

  test('and to stop at once when the account was unlinked meanwhile', async () => {
    answer = async () => {
      await unlinkOrganization(world.database, world.organization);
      return { id: 'w-1' };
    };
    expect(await ask()).toBe(false);
    expect(ended).toEqual(['w-1']);
    expect(await reload()).toMatchObject({ externalWebhookId: null });
  });
});

describe('the application is asked to tell no more', () => {
  const webhooks = () => world.engine.external.webhooks as Webhooks;

  test('of what it tells, and of nothing where it does not', async () => {
    await unsubscribe(world.engine, await reload());
    expect(ended).toEqual([]);
    await ask();
    await unsubscribe(world.engine, await reload());
    expect(ended).toEqual(['w-1']);
  });

  test('and is not waited for when it fails: that is logged, but for what was gone already', async () => {
    await ask();
    const organization = await reload();
    for (const error of [new RecordNotFoundError('gone'), new Error('not now')]) {
      Object.assign(webhooks(), { unsubscribe: async () => Promise.reject(error) });
      await unsubscribe(world.engine, organization);
    }
    expect(log.heard).toEqual([{ msg: 'the application may go on telling of changes', reason: 'not now' }]);
  });
});

describe('an address', () => {
  test('is of the organization it was made for', async () => {
    await ask();
    expect(await addressee(world.engine, given())).toMatchObject({ id: world.organization.id });
  });

  test.each([
    ['another token', () => given().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['another organization', () => given().replace('1.', '2.')],
    ['a number that is none', () => given().replace('1.', '99999999999.')],
    ['one too great for the database', () => given().replace('1.', '9999999999.')],
    ['no token', () => '1.'],
    ['nothing', () => ''],
  ])('with %s is nobody’s', async (_, address) => {
    await ask();
    expect(await addressee(world.engine, address())).toBeUndefined();
  });

  test('that was given for an account is nobody’s when another one is linked, or none', async () => {
    await ask();
    const address = given();
    const { database, vault } = world.engine;
    const another = { uid: 'memory-2', name: 'Oak' };
    await linkOrganization(database, vault, await reload(), 'memory', another, { accessToken: 't' });
    expect(await addressee(world.engine, address)).toBeUndefined();
    await ask();
    expect(await addressee(world.engine, given())).toBeDefined();
    await unlinkOrganization(database, world.organization);
    expect(await addressee(world.engine, given())).toBeUndefined();
  });
});

describe('a delivery', () => {
  const body = '{"ids":{"company":["1"]}}';
  const sign = (text: string, secret = wanted[0]?.secret ?? '') =>
    createHmac('sha256', secret).update(text).digest('hex');
  const deliver = async (signature: string, text = body) =>
    takeDelivery(world.engine, await reload(), { headers: { signature }, body: text });
  const waiting = () => world.database.inboxMessage.count();

  beforeEach(async () => {
    await ask();
  });

  test('that is signed with the secret is stored, and taken to Connec!', async () => {
    world.application.save('company', { title: 'Fern' });
    expect(await deliver(sign(body))).toBe(true);
    expect(await waiting()).toBe(1);
    await processInbox(world.engine);
    expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }]);
  });

  test('that comes again is taken once', async () => {
    const named = '{"deliveryId":"d-1"}';
    expect(await deliver(sign(named), named)).toBe(true);
    expect(await deliver(sign(named), named)).toBe(false);
    expect(await waiting()).toBe(1);
  });

  test('of our own write is dropped (improvement 1.16)', async () => {
    world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    world.hub.writes.length = 0;
    await deliver(sign(body));
    await processInbox(world.engine);
    expect(world.hub.writes).toEqual([]);
  });

  test.each([
    ['is not signed', '', 'wrong signature'],
    ['is signed with another secret', sign(body, 'another'), 'wrong signature'],
    ['has half a signature', sign(body, 'x').slice(0, 32), 'wrong signature'],
    ['has no hexadecimal signature', 'zz'.repeat(32), 'wrong signature'],
  ])('that %s is refused', async (_, signature, why) => {
    expect(await deliver(signature)).toBe(why);
    expect(await waiting()).toBe(0);
  });

  test('that was changed on its way is refused', async () => {
    expect(await deliver(sign(body), body.replace('1', '2'))).toBe('wrong signature');
  });

  test.each([
    ['does not say how it is signed', () => undefined],
    ['cannot be asked for it', () => JSON.parse('{')],
  ])('that %s is refused', async (_, broken) => {
    proof = broken;
    expect(await deliver(sign(body))).toBe('no signature');
  });

  test.each([
    [301, 'signed too long ago'],
    [-301, 'signed too long ago'],
    [Number.NaN, 'signed too long ago'],
    [299, true],
  ])('that was signed %d seconds ago: %s', async (seconds, outcome) => {
    const signedAt = new Date(world.clock.now.getTime() - seconds * 1000);
    proof = ({ headers, body }) => ({
      content: body,
      signature: headers.signature ?? '',
      encoding: 'hex',
      signedAt,
    });
    expect(await deliver(sign(body))).toBe(outcome);
  });

  test('may have one of several signatures, in base64, under a key of bytes', async () => {
    const key = Buffer.from('00ff10', 'hex');
    const right = createHmac('sha512', key).update(body).digest('base64');
    proof = () => ({
      content: body,
      signature: ['AAAA', right],
      encoding: 'base64',
      key,
      algorithm: 'sha512',
    });
    expect(await deliver('')).toBe(true);
  });

  test('that is genuine and cannot be read is refused; one of no interest is taken, and not kept', async () => {
    expect(await deliver(sign('{'), '{')).toBe('not readable');
    Object.assign(world.engine.external.webhooks as Webhooks, { read: () => undefined });
    expect(await deliver(sign(body))).toBe(false);
    expect(await waiting()).toBe(0);
  });
});
