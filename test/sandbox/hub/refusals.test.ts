import { describe, expect, test } from 'vitest';
import { callerOf, hubForTest } from '../support/hub.ts';

describe('refusals (connec-api §2, §9)', () => {
  test('have the shape of JSON:API errors', async () => {
    const call = callerOf(await hubForTest());
    const { status, body } = await call(
      'GET',
      '/api/v2/cld-fern/organizations/7fef3180-6bf8-0134-2d52-2f659c5af2a1',
    );
    expect(status).toBe(404);
    expect(body.errors).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        href: expect.any(String),
        status: '404',
        code: 'resource-not-found',
        title: 'Resource not found',
        detail: expect.stringContaining('organizations'),
      },
    ]);
  });

  test.each([
    ['a wrong key', { key: 'wrong' }, '/api/v2/cld-fern/people', 401],
    ['a wrong id', { id: 'nobody' }, '/api/v2/cld-fern/people', 401],
    ['no credentials', { headers: { authorization: '' } }, '/api/v2/cld-fern/people', 401],
    ['a company of another application', {}, '/api/v2/cld-fern-books/people', 401],
    ['a company that does not exist', {}, '/api/v2/cld-nobody/people', 401],
    ['an unknown resource', {}, '/api/v2/cld-fern/gizmos', 400],
    ['a resource named like a built-in', {}, '/api/v2/cld-fern/constructor', 400],
    ['a path that is too long', {}, '/api/v2/cld-fern/people/1/notes', 404],
  ])('%s', async (_what, caller, path, status) => {
    const hub = await hubForTest();
    const answer = await callerOf(hub, caller)('GET', path);
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].status).toBe(String(status));
  });

  test('a company is reached by its channel, too (connec-api §1)', async () => {
    const hub = await hubForTest();
    hub.save('cld-fern', 'organizations', { name: 'Fern' });
    const call = callerOf(hub);
    const { body } = await call('GET', '/api/v2/org-fern/organizations');
    expect(body.organizations).toHaveLength(1);
  });

  test('a body that is no JSON is a 400', async () => {
    const hub = await hubForTest();
    const response = await fetch(`${hub.url}/api/v2/cld-fern/people`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"people":',
    });
    expect(response.status).toBe(400);
  });
});
