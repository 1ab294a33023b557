import { describe, expect, test } from 'vitest';
import { acme, callerOf, connecId, hubForTest } from '../support/hub.ts';

const operation = (id: number, last_name: string) => ({
  method: 'post',
  url: '/api/v2/cld-fern/people/',
  params: { people: { id: [acme(id)], last_name } },
});

describe('POST /batch (connec-api §8)', () => {
  test('answers every operation in order, whatever becomes of each', async () => {
    const hub = await hubForTest();
    const person = hub.save('cld-fern', 'people', { last_name: 'Old' });
    const ops = [
      operation(1, 'One'),
      { method: 'put', url: '/api/v2/cld-fern/people/nobody', params: { people: {} } },
      operation(1, 'Uno'),
      {
        method: 'put',
        url: `/api/v2/cld-fern/people/${connecId(person)}`,
        params: { people: { id: [acme(2)] } },
      },
      { method: 'post', url: '/api/v2/cld-fern/people/', params: { people: { email: 'text' } } },
      { method: 'get', url: '/api/v2/cld-fern/people', params: { $top: 1, $filter: "last_name eq 'Uno'" } },
      { method: 'post', url: '/api/v2/cld-fern-books/people/', params: { people: {} } },
    ];
    const { status, body } = await callerOf(hub)('POST', '/batch', { sequential: true, ops });
    expect(status).toBe(200);
    expect(body.results.map((result: { status: number }) => result.status)).toEqual([
      201, 404, 200, 200, 400, 200, 401,
    ]);
    expect(body.results[0].body.people.id[1]).toEqual(acme(1));
    expect(body.results[0].headers['content-type']).toMatch(/^application\/json/);
    expect(body.results[1].body.errors[0].title).toBe('Resource not found');
    expect(body.results[5].body.people).toHaveLength(1);
  });

  test('headers of the call hold for every operation, which may have its own', async () => {
    const hub = await hubForTest();
    const ops = [
      operation(1, 'One'),
      { ...operation(1, 'One'), headers: { 'CONNEC-EXTERNAL-IDS': 'false' } },
    ];
    const { body } = await callerOf(hub)('POST', '/batch', { sequential: true, ops });
    expect(body.results[0].body.people.id).toHaveLength(2);
    expect(body.results[1].body.people.id).toBe(connecId(body.results[0].body.people));
  });

  test.each([
    ['no operations', { sequential: true, ops: [] }, 'Operations cannot be empty'],
    ['no body', undefined, 'Operations cannot be empty'],
    ['no sequential', { ops: [operation(1, 'One')] }, 'The sequential flag is missing'],
    ['no method', { sequential: true, ops: [{ url: '/x' }] }, 'Operation 0 must have a method and a url'],
    ['no url', { sequential: true, ops: [operation(1, 'One'), { method: 'post' }] }, 'Operation 1 must have'],
    [
      '51 operations',
      { sequential: true, ops: Array.from({ length: 51 }, (_, id) => operation(id, 'Many')) },
      'Operations over the limit: limit 50 - sent 51',
    ],
  ])('%s is a 422 that says so, and nothing is done', async (_what, body, message) => {
    const hub = await hubForTest();
    const answer = await callerOf(hub)('POST', '/batch', body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.message).toContain(message);
    expect(hub.list('cld-fern', 'people')).toEqual([]);
  });

  test('50 operations are within the limit', async () => {
    const hub = await hubForTest();
    const ops = Array.from({ length: 50 }, (_, id) => operation(id, `N${id}`));
    const { body } = await callerOf(hub)('POST', '/batch', { sequential: true, ops });
    expect(body.results).toHaveLength(50);
    expect(hub.list('cld-fern', 'people').map((one) => one.last_name)).toEqual(ops.map((_, id) => `N${id}`));
  });

  test('a wrong key is refused as a whole', async () => {
    const hub = await hubForTest();
    const { status } = await callerOf(hub, { key: 'wrong' })('POST', '/batch', {
      sequential: true,
      ops: [{}],
    });
    expect(status).toBe(401);
  });
});
