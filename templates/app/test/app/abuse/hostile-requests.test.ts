import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addressOf,
  type Besieged,
  hubOf,
  isApi,
  nameOf,
  operator,
  startBesieged,
} from '../../support/besieged.ts';
import { requested } from '../../support/requested.ts';
import type { Route } from '../../support/routes.ts';

let world: Besieged;
beforeAll(async () => {
  world = await startBesieged();
});
afterAll(() => world.close());

/** Whoever comes has all rights: what is refused is refused for what it is. */
async function rights({ url }: Route): Promise<Record<string, string>> {
  const asked = url.startsWith('/maestrano/') ? hubOf(world.tenant) : {};
  return { ...(await world.ours.headers()), ...(url.startsWith('/operator/') ? operator : asked) };
}
const ours = (any: string) => ({ tenant: 'default', any });

/** That all others are as they were, that our own faults are none, and that the process is alive. */
async function expectCalm(before: unknown) {
  const { kept, member, neighbour, stranger, heard, ask } = world;
  expect(await kept(member, neighbour, stranger)).toEqual(before);
  expect(heard.filter(({ msg }) => msg === 'request failed')).toEqual([]);
  expect((await ask({ url: '/health/ready' })).status).toBe(200);
}
const others = () => world.kept(world.member, world.neighbour, world.stranger);

test('wildcards and SQL name nobody: nothing is found by them, and nothing is changed', async () => {
  const before = [await others(), await world.kept(world.ours)];
  for (const any of ['%', '_', '*', 'cld-%', "' OR '1'='1", '"; DELETE FROM users; --', '\\', '(', '\0']) {
    for (const route of world.routes.filter((one) => !isApi(one) && one.url.includes(':'))) {
      const method = route.method as 'GET';
      const url = addressOf(route, ours(any));
      const payload = method === 'GET' ? {} : { payload: { group_id: any } };
      const { status, body } = await world.ask({ method, url, headers: await rights(route), ...payload });
      const answer = `${nameOf(route)} of ${any}: ${status} ${body}`;
      expect(answer).not.toMatch(/Osprey|Magpie|Nightjar|Vulture/);
      expect(answer).toMatch(/: (20[04]|30[23]|40\d) /);
    }
  }
  expect([await others(), await world.kept(world.ours)]).toEqual(before);
});

test('a query of any kind is answered or refused, at every address that is read', async () => {
  const before = [await others(), await world.kept(world.ours)];
  const numbers = fc.constantFrom('-1', '0', '1e999', '99999999999999999999', 'NaN', '0x10', '1.5', '[]');
  const value = fc.oneof(
    numbers,
    fc.constantFrom('%', "' OR 1=1 --", '{}'),
    fc.string({ unit: 'grapheme' }),
    fc.constant('\0'),
  );
  const name = fc.oneof(
    fc.constantFrom('page', 'search', 'entity', 'settings', 'group_id', '__proto__', 'a[b]'),
    fc.string(),
  );
  const query = fc.array(fc.tuple(name, value), { maxLength: 4 });
  const read = world.routes.filter((one) => one.method === 'GET' && !isApi(one));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...read), query, async (route, pairs) => {
      const search = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
      const url = `${addressOf(route, ours('cld-1'))}?${search}`;
      const { status, body } = await world.ask({ url, headers: await rights(route) });
      expect(`${nameOf(route)} ${status} ${body}`).toMatch(/ [234]\d\d /);
      expect(body).not.toMatch(/Magpie|Nightjar|Vulture/);
    }),
    { numRuns: 150 },
  );
  expect([await others(), await world.kept(world.ours)]).toEqual(before);
});

describe('a body', () => {
  /** The hub declares bodies there and sends none: they are not read at all. */
  const unread = (route: Route) => route.method === 'DELETE';

  test('that is too long is refused, wherever it comes to', async () => {
    const before = [await others(), await world.kept(world.ours)];
    for (const route of world.mutating.filter((one) => !isApi(one) && !unread(one))) {
      const length = route.bodyLimit ?? 64 * 1024;
      const { status } = await world.ask({
        method: route.method as 'POST',
        url: addressOf(route, ours('cld-1')),
        headers: { ...(await rights(route)), 'content-type': 'application/json' },
        payload: JSON.stringify({ group_id: 'x'.repeat(length) }),
      });
      expect(`${nameOf(route)} ${status}`).toBe(`${nameOf(route)} 413`);
    }
    expect([await others(), await world.kept(world.ours)]).toEqual(before);
  });

  const deep = fc.nat({ max: 3000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth));
  const names = fc.constantFrom(
    'group_id',
    'people',
    'opts',
    '__proto__',
    'constructor',
    'entities',
    'SAMLResponse',
  );
  const record = fc.dictionary(names, fc.jsonValue()).map((value) => JSON.stringify(value));
  const polluting = fc.constantFrom(
    '{"__proto__":{"isAdmin":true}}',
    '{"people":[{"group_id":"cld-1","__proto__":{"isAdmin":true}}]}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '__proto__[isAdmin]=true&entities=contact',
  );
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  const payload = fc.oneof(
    fc.json(),
    record,
    deep,
    polluting,
    text,
    fc.webQueryParameters(),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  const type = fc.oneof(
    fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json;',
    ),
    fc.constantFrom('application/json; charset=utf-16', 'multipart/form-data', '', 'x', '*/*', 'text/xml'),
  );

  const levels = 20_000;
  test.each([
    ['the character NUL', '"a\\u0000b"'],
    ['half a character', '"a\\ud800b"'],
    ['more levels than there are in a record', '['.repeat(levels) + ']'.repeat(levels)],
  ])('that holds %s is refused: no database keeps it', async (_, value) => {
    const before = [await others(), await world.kept(world.ours)];
    for (const payload of [`{"people":[{"group_id":"cld-1","note":${value}}]}`, `{"group_id":${value}}`]) {
      for (const route of world.mutating.filter((one) => !isApi(one) && !unread(one))) {
        const { status } = await world.ask({
          method: route.method as 'POST',
          url: addressOf(route, ours('cld-1')),
          headers: { ...(await rights(route)), 'content-type': 'application/json' },
          payload,
        });
        expect(`${nameOf(route)} ${status}`).toBe(`${nameOf(route)} 400`);
      }
    }
    expect([await others(), await world.kept(world.ours)]).toEqual(before);
    await expectCalm(before[0]);
  });

  test('of whatever bytes and type is accepted or refused, and nobody else is touched', async () => {
    const before = await others();
    const routes = world.mutating.filter((one) => !isApi(one));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), type, payload, async (route, contentType, payload) => {
        const { status, body } = await world.ask({
          method: route.method as 'POST',
          url: addressOf(route, ours('cld-1')),
          headers: { ...(await rights(route)), 'content-type': contentType },
          payload,
        });
        expect(`${nameOf(route)} ${status} ${body}`).toMatch(/ [234]\d\d /);
        expect(body).not.toMatch(/node_modules|\.ts:\d|\bat .+ \(/);
      }),
      { numRuns: 200 },
    );
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    await expectCalm(before);
  });

  describe('that asks for more than its address is for', () => {
    const find = () =>
      world.connector.database.organization.findUniqueOrThrow({
        where: { id: world.neighbour.organization.id },
      });
    /** Every column, by the names of code and database, at the top and below. */
    function everything() {
      const { organization } = world.stranger;
      const columns = Object.entries(organization).map(([name, value]) => [name, String(value)] as const);
      const snake = columns.map(([name, value]) => [name.replace(/[A-Z]/g, '_$&').toLowerCase(), value]);
      return { ...Object.fromEntries(columns), ...Object.fromEntries(snake) };
    }

    test('changes what the form of the page does, and no more', async () => {
      const before = await find();
      const fields = { ...everything(), entities: 'contact', toConnec: 'contact' };
      const answer = await world.ask({
        method: 'POST',
        url: '/settings',
        headers: {
          ...(await world.neighbour.headers()),
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams(fields).toString(),
      });
      expect(answer.status).toBe(303);
      expect(await find()).toEqual({
        ...before,
        updatedAt: expect.any(Date),
        dateFilteringLimit: expect.any(Date), // From the first choice on, whatever is asked for.
        synchronizedEntities: {
          account: { toConnec: false, toExternal: false },
          contact: { toConnec: true, toExternal: false },
        },
      });
    });

    test('changes what the hub may, and no more', async () => {
      const before = await find();
      const group_id = world.neighbour.organization.uid;
      const headers = hubOf(world.tenant);
      const url = '/maestrano/default/synchronizations';
      const off = { ...everything(), group_id, sync_enabled: false };
      expect(
        (await world.ask({ method: 'PUT', url: `${url}/toggle_sync`, headers, payload: off })).status,
      ).toBe(200);
      expect(await find()).toEqual({ ...before, updatedAt: expect.any(Date), syncEnabled: false });
      const opts = { ...everything(), forced: true, organizationId: world.ours.organization.id };
      world.enqueued.length = 0;
      await world.connector.database.runRequest.deleteMany();
      await world.ask({ method: 'POST', url, headers, payload: { group_id, opts } });
      expect(world.enqueued.map(({ key }) => key)).toEqual([String(before.id)]);
      expect(await requested(world, before)).toEqual([{ forced: true }]);
      expect(await requested(world, world.ours.organization)).toEqual([]);
    });
  });
});
