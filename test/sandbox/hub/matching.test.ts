import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/index.ts';
import { acme, connecId } from '../support/hub.ts';
import { hubWithClock } from '../support/hub-with-clock.ts';

const connec = (id: string) => ({ id, provider: 'connec', realm: 'org-fern' });

describe('opts.matching_fields (connec-api §7.3, §13)', () => {
  const matching = (fields: string[][], record: JsonObject) => ({
    ...record,
    opts: { matching_fields: fields },
  });

  test('merges into the record that agrees, which gets the name: 200', async () => {
    const { hub, post } = await hubWithClock();
    const mine = hub.save('cld-fern', 'people', {
      last_name: 'Ní Bhriain',
      email: { address: 's@t.example' },
    });
    const { status, record } = await post(
      matching([['email/address']], { id: [acme(6)], email: { address: 's@t.example' }, job_title: 'Head' }),
    );
    expect(status).toBe(200);
    expect(record).toMatchObject({ last_name: 'Ní Bhriain', job_title: 'Head' });
    expect(record.id).toEqual([connec(connecId(mine)), acme(6)]);
  });

  test('all fields of one list must agree; the first list that finds a record decides', async () => {
    const { hub, post } = await hubWithClock();
    hub.save('cld-fern', 'people', { first_name: 'Zoë', last_name: 'A' });
    const byLast = hub.save('cld-fern', 'people', { first_name: 'Max', last_name: 'B' });
    const fields = [['first_name', 'last_name'], ['last_name'], ['first_name']];
    const { record } = await post(matching(fields, { id: [acme(1)], first_name: 'Zoë', last_name: 'B' }));
    expect(connecId(record)).toBe(connecId(byLast));
  });

  test('of several the oldest is taken', async () => {
    const { hub, post, later } = await hubWithClock();
    const oldest = hub.save('cld-fern', 'people', { last_name: 'Twin', first_name: 'Elder' });
    later(1);
    hub.save('cld-fern', 'people', { last_name: 'Twin', first_name: 'Younger' });
    const { record } = await post(matching([['last_name']], { id: [acme(1)], last_name: 'Twin' }));
    expect(connecId(record)).toBe(connecId(oldest));
  });

  test('finds what a record says now, not what it said when it was matched before', async () => {
    const { hub, post } = await hubWithClock();
    const person = hub.save('cld-fern', 'people', { last_name: 'Before' });
    await post(matching([['last_name']], { id: [acme(1)], last_name: 'Nobody' }));
    hub.save('cld-fern', 'people', { id: person.id, last_name: 'After' });
    const before = await post(matching([['last_name']], { id: [acme(2)], last_name: 'Before' }));
    const after = await post(matching([['last_name']], { id: [acme(3)], last_name: 'After' }));
    expect([before.status, connecId(after.record)]).toEqual([201, connecId(person)]);
  });

  test('a blank field agrees with nothing', async () => {
    const { hub, post } = await hubWithClock();
    hub.save('cld-fern', 'people', { last_name: 'Quiet', email: { address: '' } });
    const blank = await post(matching([['email/address']], { id: [acme(1)], email: { address: '' } }));
    const absent = await post(matching([['email/address']], { id: [acme(2)], last_name: 'Other' }));
    expect([blank.status, absent.status]).toEqual([201, 201]);
  });

  test('a record that has another name in the same account is left alone (connec-api §5)', async () => {
    const { post } = await hubWithClock();
    await post({ id: [acme(1)], last_name: 'Twin' });
    const { status } = await post(matching([['last_name']], { id: [acme(2)], last_name: 'Twin' }));
    expect(status).toBe(201);
  });

  test('a name the hub knows goes before matching fields (connec-api §13)', async () => {
    const { hub, post } = await hubWithClock();
    hub.save('cld-fern', 'people', { last_name: 'Twin' });
    const named = await post({ id: [acme(1)], last_name: 'Named' });
    const { record } = await post(matching([['last_name']], { id: [acme(1)], last_name: 'Twin' }));
    expect(connecId(record)).toBe(connecId(named.record));
  });

  test.each([[[[]]], [[['last_name', 7]]], ['last_name'], [{}]])(
    'matching fields that are no lists of names, %j, find nothing',
    async (fields) => {
      const { hub, post } = await hubWithClock();
      hub.save('cld-fern', 'people', { last_name: 'Twin' });
      const { status } = await post({
        id: [acme(1)],
        last_name: 'Twin',
        opts: { matching_fields: fields as never },
      });
      expect(status).toBe(201);
    },
  );
});
