import { describe, expect, test } from 'vitest';
import { acme, connecId } from '../support/hub.ts';
import { hubWithClock } from '../support/hub-with-clock.ts';

const PEOPLE = '/api/v2/cld-fern/people';
const connec = (id: string) => ({ id, provider: 'connec', realm: 'org-fern' });

describe('PUT (connec-api §7.2)', () => {
  test('adds a name, blanks nothing and does not move updated_at', async () => {
    const { hub, call, later } = await hubWithClock();
    const person = hub.save('cld-fern', 'people', { last_name: 'Weiß' });
    later(60);
    for (const entry of [acme(7), { id: 'b1', provider: 'books', realm: 'r' }, acme(7)]) {
      const { status } = await call('PUT', `${PEOPLE}/${connecId(person)}`, { people: { id: [entry] } });
      expect(status).toBe(200);
    }
    const [record] = hub.list('cld-fern', 'people');
    expect(record).toMatchObject({ last_name: 'Weiß', updated_at: '2026-03-04T05:00:00Z' });
    expect(record?.id).toEqual([
      connec(connecId(person)),
      acme(7),
      { id: 'b1', provider: 'books', realm: 'r' },
    ]);
  });

  test('moves updated_at when something else is new, and null empties a field', async () => {
    const { hub, call, later } = await hubWithClock();
    const person = hub.save('cld-fern', 'people', { last_name: 'Weiß', job_title: 'Photographer' });
    later(60);
    const { body } = await call('PUT', `${PEOPLE}/${connecId(person)}`, { people: { job_title: null } });
    expect(body.people).toMatchObject({
      last_name: 'Weiß',
      job_title: null,
      updated_at: '2026-03-04T05:01:00Z',
    });
  });

  test('cannot give a record another hub id', async () => {
    const { hub, call } = await hubWithClock();
    const person = hub.save('cld-fern', 'people', { last_name: 'Weiß' });
    const stolen = '7fef3180-6bf8-0134-2d52-2f659c5af2a1';
    const { body } = await call('PUT', `${PEOPLE}/${connecId(person)}`, { people: { id: [connec(stolen)] } });
    expect(body.people.id).toEqual([connec(connecId(person))]);
  });

  test('an unknown id is a 404, and nothing can be deleted (connec-api §7.4)', async () => {
    const { hub, call } = await hubWithClock();
    const person = hub.save('cld-fern', 'people', { last_name: 'Weiß' });
    expect((await call('PUT', `${PEOPLE}/nobody`, { people: {} })).status).toBe(404);
    expect((await call('DELETE', `${PEOPLE}/${connecId(person)}`)).status).toBe(405);
    const { body } = await call('PUT', `${PEOPLE}/${connecId(person)}`, { people: { status: 'ARCHIVED' } });
    expect(body.people.status).toBe('ARCHIVED');
  });
});
