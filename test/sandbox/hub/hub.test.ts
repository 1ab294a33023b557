import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startHub } from '../../../src/sandbox/index.ts';
import { acme, callerOf, connecId, hubForTest } from '../support/hub.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'hub-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

describe('a hub', () => {
  test('starts with the same plausible records every time', async () => {
    const [one, other] = [await hubForTest({ seed: true }), await hubForTest({ seed: true })];
    const people = one.list('cld-fern', 'people');
    expect(people).toEqual(other.list('cld-fern', 'people'));
    expect([people.length, one.list('cld-fern', 'organizations').length]).toEqual([30, 12]);
    expect(people.some((person) => person.organization_id === undefined)).toBe(true);
    expect(connecId(people[0])).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  });

  test('shares nothing with another one', async () => {
    const [one, other] = [await hubForTest(), await hubForTest()];
    one.save('cld-fern', 'people', { last_name: 'Only here' });
    expect(other.list('cld-fern', 'people')).toEqual([]);
    expect(one.list('cld-oak', 'people')).toEqual([]);
  });

  test('keeps records, names and codes in its data file (all of them once it is closed)', async () => {
    const path = await folder();
    const dataFile = join(path, 'deep', 'hub.json');
    const first = await startHub({ dataFile, seed: false });
    const organization = first.save('cld-fern', 'organizations', { name: 'Fern 🌿' });
    first.save('cld-fern', 'people', { id: [acme(7)], last_name: 'Weiß', organization_id: organization.id });
    const before = first.list('cld-fern', 'people');
    await first.close();
    expect(await readdir(join(path, 'deep'))).toEqual(['hub.json']);

    const second = await hubForTest({ dataFile, seed: true });
    expect(second.list('cld-fern', 'people')).toEqual(before);
    const { status, body } = await callerOf(second)('POST', '/api/v2/cld-fern/people', {
      people: { id: [acme(7)] },
    });
    expect([status, body.people.last_name]).toEqual([200, 'Weiß']);
    expect(second.save('cld-fern', 'people', { last_name: 'Next' }).code).toBe('PE2');
  });

  test('says what to do about a data file that is not one', async () => {
    const dataFile = join(await folder(), 'hub.json');
    await writeFile(dataFile, 'not JSON');
    await expect(startHub({ dataFile })).rejects.toThrow(`${dataFile} does not hold sandbox data. Delete it`);
    expect(await readFile(dataFile, 'utf8')).toBe('not JSON');
  });

  test('counts its API calls, pages and sign-on apart', async () => {
    const hub = await hubForTest();
    await fetch(hub.url);
    const call = callerOf(hub);
    await call('GET', '/api/v2/cld-fern/people?$top=1');
    await call('GET', '/api/v2/cld-fern/gizmos');
    expect(hub.calls).toEqual([
      { method: 'GET', path: '/api/v2/cld-fern/people', status: 200 },
      { method: 'GET', path: '/api/v2/cld-fern/gizmos', status: 400 },
    ]);
  });

  test('misbehaves as often as it is told, then works again', async () => {
    const hub = await hubForTest();
    const call = callerOf(hub);
    hub.misbehave({ status: 503, times: 2, retryAfter: 0, method: 'get' });
    expect((await call('POST', '/api/v2/cld-fern/people', { people: {} })).status).toBe(201);
    const refused = await call('GET', '/api/v2/cld-fern/people');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '0']);
    expect((await call('GET', '/api/v2/cld-fern/people')).status).toBe(503);
    expect((await call('GET', '/api/v2/cld-fern/people')).status).toBe(200);
  });

  test('can do the work and hang up before the answer', async () => {
    const hub = await hubForTest();
    hub.misbehave({ cut: true, times: 1 });
    const call = callerOf(hub);
    await expect(call('POST', '/api/v2/cld-fern/people', { people: { id: [acme(1)] } })).rejects.toThrow();
    expect(hub.list('cld-fern', 'people')).toHaveLength(1);
    expect(hub.calls).toEqual([{ method: 'POST', path: '/api/v2/cld-fern/people', status: 0 }]);
  });

  test('refuses what a person could not do', async () => {
    const hub = await hubForTest();
    expect(() => hub.save('cld-nobody', 'people', {})).toThrow('no company is called cld-nobody');
    expect(() => hub.save('cld-fern', 'gizmos', {})).toThrow('unknown resource gizmos');
    expect(() => hub.save('cld-fern', 'people', { email: 'text' })).toThrow('email must be an object');
  });
});
