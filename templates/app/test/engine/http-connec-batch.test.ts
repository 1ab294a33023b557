import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/engine/index.ts';
import { hubClientWorld } from '../support/hub-client.ts';

const world = hubClientWorld();
const { withServer } = world;

test('one batch carries everything in order, under the group and the collection (contract 178, 179, 189)', async () => {
  await withServer(
    () => ({
      body: '{"results":[{"status":201,"body":{"people":{"id":[]}}},{"status":200,"body":{"people":{"id":[]}}}]}',
    }),
    async (client, { asked }) => {
      await client.batch([
        { method: 'post', resource: 'people', record: { name: 'Ada' } },
        { method: 'put', resource: 'people', id: 'a/b c', record: { id: [] } },
      ]);
      expect(asked[0]?.path).toBe('/batch');
      expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
        sequential: true,
        ops: [
          { method: 'post', url: '/api/v2/cld-1/people/', params: { people: { name: 'Ada' } } },
          { method: 'put', url: '/api/v2/cld-1/people/a%2Fb%20c', params: { people: { id: [] } } },
        ],
      });
    },
  );
});

test('ids are escaped wherever they stand in an address (improvement 2.21)', async () => {
  await withServer(
    () => ({ body: '{"people":{}}' }),
    async (client, { asked }) => {
      await client.get('people', '../admin?x');
      expect(asked[0]?.path).toBe('/api/v2/cld-1/people/..%2Fadmin%3Fx');
    },
  );
});

test('no operations are no call (contract 179, 189)', async () => {
  expect(await world.connec.batch([])).toEqual([]);
  expect(world.hub.calls).toEqual([]);
});

test('every operation gets its result: fewer, more and odd ones are told (improvement 2.5, 2.6, 2.7)', async () => {
  const result = { status: 201, body: { people: { id: [] } } };
  const odd = [
    result,
    { status: 422, body: { errors: [{ detail: 'name is missing' }, { title: 'second' }] } },
    { status: 200, body: {} },
    { status: 400, body: 'plain text' },
  ];
  const operations = [0, 1, 2, 3, 4].map(() => ({ method: 'post' as const, resource: 'people', record: {} }));
  await withServer(
    () => ({ body: JSON.stringify({ results: odd }) }),
    async (client) => {
      expect(await client.batch(operations)).toEqual([
        { status: 201, record: { id: [] } },
        { status: 422, error: '422 name is missing; second' },
        { status: 200, error: '200 {}' },
        { status: 400, error: '400 plain text' },
        { status: 0, error: 'did not answer this operation' },
      ]);
      expect(await client.batch(operations.slice(0, 1))).toHaveLength(1);
    },
  );
});

test.each([401, 500])(
  'a batch that is answered with %i fails as a whole (improvement 2.5)',
  async (status) => {
    world.hub.misbehave({ status });
    await expect(
      world.connec.batch([{ method: 'post', resource: 'people', record: {} }]),
    ).rejects.toMatchObject({
      name: 'RunError',
      message: expect.stringContaining(`${status}`),
    });
  },
);

describe('a batch that the hub refuses as a whole', () => {
  const posts = Array.from({ length: 50 }, (_, i) => ({
    method: 'post' as const,
    resource: 'people',
    record: { name: `${i}` },
  }));
  const taken = (body: string) =>
    (JSON.parse(body).ops as JsonObject[]).map(({ params }) => ({ status: 201, body: params ?? {} }));

  test('costs the one that is at fault, and no other', async () => {
    await withServer(
      (_path, body) =>
        body.includes('"37"')
          ? { status: 400, body: '{"error":{"message":"cannot be read"}}' }
          : { body: JSON.stringify({ results: taken(body) }) },
      async (client, { asked }) => {
        const results = await client.batch(posts);
        expect(results.flatMap(({ record }, i) => (record ? [] : i))).toEqual([37]);
        expect(results[37]).toMatchObject({ status: 400, error: /answered 400 .*: cannot be read/ });
        expect(results[36]?.record).toEqual({ name: '36' });
        expect(asked.length).toBeLessThan(14);
      },
    );
  });

  test("and each of them alone too is no record's fault", async () => {
    await withServer(
      () => ({ status: 400, body: '{}' }),
      async (client) => {
        await expect(client.batch(posts.slice(0, 4))).rejects.toMatchObject({ name: 'RunError' });
        expect(await client.batch(posts.slice(0, 1))).toMatchObject([{ status: 400 }]);
      },
    );
  });
});

test('a batch without results leaves every operation unanswered (contract 182, improvement 2.5)', async () => {
  await withServer(
    () => ({ body: '{}' }),
    async (client) =>
      expect(await client.batch([{ method: 'post', resource: 'people', record: {} }])).toMatchObject([
        { status: 0 },
      ]),
  );
});
