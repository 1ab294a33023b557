import { describe, expect, test } from 'vitest';
import { acme, connecId } from '../support/hub.ts';
import { hubWithClock } from '../support/hub-with-clock.ts';

const PEOPLE = '/api/v2/cld-fern/people';
const connec = (id: string) => ({ id, provider: 'connec', realm: 'org-fern' });

describe('POST (connec-api §7.1)', () => {
  test('creates: 201, the whole record with the name it was given, and its address', async () => {
    const { hub, post } = await hubWithClock();
    const { status, headers, record } = await post({ id: [acme(7)], last_name: 'Weiß' });
    expect(status).toBe(201);
    expect(record).toMatchObject({ last_name: 'Weiß', code: 'PE1', status: 'ACTIVE' });
    expect(record.id).toEqual([connec(connecId(record)), acme(7)]);
    expect(headers.get('location')).toBe(`${hub.url}${PEOPLE}/${connecId(record)}`);
  });

  test('updates the record that has the name already: 200, absent fields stay', async () => {
    const { hub, post, later } = await hubWithClock();
    await post({ id: [acme(7)], last_name: 'Weiß', email: { address: 'h@w.example' } });
    later(60);
    const { status, record } = await post({ id: [acme('7')], last_name: 'Weiss' });
    expect(status).toBe(200);
    expect(record).toMatchObject({ last_name: 'Weiss', email: { address: 'h@w.example' } });
    expect(record).toMatchObject({ created_at: '2026-03-04T05:00:00Z', updated_at: '2026-03-04T05:01:00Z' });
    expect(hub.list('cld-fern', 'people')).toHaveLength(1);
  });

  test('a name counts with all its parts: another account with the same number is another record', async () => {
    const { hub, post } = await hubWithClock();
    await post({ id: [acme(7)], last_name: 'One' });
    await post({ id: [{ ...acme(7), realm: 'south' }], last_name: 'Two' });
    await post({ id: [{ ...acme(7), provider: 'books' }], last_name: 'Three' });
    expect(hub.list('cld-fern', 'people')).toHaveLength(3);
  });

  test('a plain id is refused with a 409', async () => {
    const { post } = await hubWithClock();
    const { status, errors } = await post({ id: '7', last_name: 'Weiß' });
    expect(status).toBe(409);
    expect(errors[0].detail).toContain('a new record cannot bring its id');
  });

  test.each([
    ['no envelope', { last_name: 'X' }, '{"people": {…}}'],
    ['another envelope', { organizations: {} }, '{"people": {…}}'],
    ['a list', { people: [] }, '{"people": {…}}'],
    ['a bad id', { people: { id: [7] } }, 'id must be a list of'],
    ['text for a block', { people: { email: 'a@b.c' } }, 'email must be an object'],
    ['text for a flag', { people: { is_customer: 'yes' } }, 'is_customer must be true or false'],
  ])('%s is a 400 that says what is wrong', async (_what, body, detail) => {
    const { hub, call } = await hubWithClock();
    const answer = await call('POST', PEOPLE, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].detail).toContain(detail);
    expect(hub.list('cld-fern', 'people')).toEqual([]);
  });

  test('what the hub decides itself cannot be written, and opts are never kept (connec-api §5, §7.3)', async () => {
    const { post } = await hubWithClock();
    const { record } = await post({
      last_name: 'Weiß',
      created_at: '1999-01-01T00:00:00Z',
      group_id: 'cld-oak',
      channel_id: 'org-oak',
      resource_type: 'gnomes',
      opts: { matching_fields: [['code']] },
    });
    expect(record).toMatchObject({ created_at: '2026-03-04T05:00:00Z', group_id: 'cld-fern' });
    expect(record).toMatchObject({ channel_id: 'org-fern', resource_type: 'people' });
    expect(record).not.toHaveProperty('opts');
  });

  test('dates in any ISO form become UTC to the second; other texts stay (connec-api §5)', async () => {
    const { post } = await hubWithClock();
    const { record } = await post({
      birth_date: '1985-01-29',
      lead_conversion_date: '2016-04-19T17:21:21.5+10:00',
      description: '2016-04-19T17:21:21+10:00',
    });
    expect(record.birth_date).toBe('1985-01-29T00:00:00Z');
    expect(record.lead_conversion_date).toBe('2016-04-19T07:21:21Z');
    expect(record.description).toBe('2016-04-19T17:21:21+10:00');
  });

  test('a write that says nothing new does not move updated_at', async () => {
    const { post, later } = await hubWithClock();
    await post({ id: [acme(7)], last_name: 'Weiß' });
    later(60);
    const { record } = await post({ id: [acme(7)], last_name: 'Weiß' });
    expect(record.updated_at).toBe('2026-03-04T05:00:00Z');
  });
});
