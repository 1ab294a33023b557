import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/index.ts';
import { acme, callerOf, connecId, hubForTest } from '../support/hub.ts';

const PEOPLE = '/api/v2/cld-fern/people';
const connec = (id: string) => ({ id, provider: 'connec', realm: 'org-fern' });

/** A hub whose clock is moved by the test. */
async function hubWithClock() {
  const clock = { now: new Date('2026-03-04T05:00:00Z') };
  const hub = await hubForTest({ now: () => clock.now });
  const call = callerOf(hub);
  const post = async (record: JsonObject, resource = 'people') => {
    const answer = await call('POST', `/api/v2/cld-fern/${resource}/`, { [resource]: record });
    return {
      status: answer.status,
      headers: answer.headers,
      record: answer.body[resource],
      errors: answer.body.errors,
    };
  };
  const later = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000);
  };
  return { hub, call, post, later };
}

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

describe('lines (connec-api §7.2, §7.3)', () => {
  const invoice = {
    title: '#1',
    lines: [
      { id: [acme(1)], quantity: 1, description: 'Lantern' },
      { id: [acme(2)], quantity: 2 },
    ],
  };

  test('get ids of their own', async () => {
    const { post } = await hubWithClock();
    const { record } = await post({ id: [acme(9)], ...invoice }, 'invoices');
    expect(record.lines[0].id).toEqual([connec(connecId(record.lines[0])), acme(1)]);
    expect(connecId(record.lines[0])).not.toBe(connecId(record.lines[1]));
  });

  test('are matched by hub id when only names are handed back, and keep their other fields', async () => {
    const { hub, call, later } = await hubWithClock();
    const saved = hub.save('cld-fern', 'invoices', { lines: [{ quantity: 1 }, { quantity: 2 }] });
    const [first, second] = saved.lines as JsonObject[];
    later(60);
    const { body } = await call('PUT', `/api/v2/cld-fern/invoices/${connecId(saved)}`, {
      invoices: { id: [acme(9)], lines: [{ id: [connec(connecId(second)), acme(22)] }] },
    });
    expect(body.invoices.lines).toEqual([first, { ...second, id: [connec(connecId(second)), acme(22)] }]);
    expect(body.invoices.updated_at).toBe('2026-03-04T05:00:00Z');
  });

  test('that are absent stay, unless sparse is false: then they are gone', async () => {
    const { post } = await hubWithClock();
    await post({ id: [acme(9)], ...invoice }, 'invoices');
    const change = { id: [acme(9)], lines: [{ id: [acme(2)], quantity: 5 }] };
    const sparse = await post(change, 'invoices');
    expect(sparse.record.lines.map((line: JsonObject) => line.quantity)).toEqual([1, 5]);
    const whole = await post({ ...change, opts: { sparse: false } }, 'invoices');
    expect(whole.record.lines.map((line: JsonObject) => line.quantity)).toEqual([5]);
    expect(connecId(whole.record.lines[0])).toBe(connecId(sparse.record.lines[1]));
  });

  test('without any id replace those that are there', async () => {
    const { post } = await hubWithClock();
    await post({ id: [acme(9)], lines: [{ quantity: 1 }] }, 'invoices');
    const { record } = await post({ id: [acme(9)], lines: [{ quantity: 3 }] }, 'invoices');
    expect(record.lines.map((line: JsonObject) => line.quantity)).toEqual([3]);
  });
});

describe('references (connec-api §5)', () => {
  test('with an external name alone are resolved and come back with the hub id', async () => {
    const { post } = await hubWithClock();
    const { record: organization } = await post({ id: [acme(3)], name: 'Fern' }, 'organizations');
    const { record } = await post({ id: [acme(3)], last_name: 'X', organization_id: [acme(3)] });
    expect(record.organization_id).toEqual([connec(connecId(organization)), acme(3)]);
  });

  test('are completed when they are read, if their target or its name appears later', async () => {
    const { hub, call, post, later } = await hubWithClock();
    await post({ id: [acme(1)], last_name: 'Early', organization_id: [acme(3)] });
    const known = hub.save('cld-fern', 'organizations', { name: 'Fern' });
    hub.save('cld-fern', 'people', { last_name: 'Hubber', organization_id: known.id });
    later(60);
    await call('PUT', `/api/v2/cld-fern/organizations/${connecId(known)}`, {
      organizations: { id: [acme(3)] },
    });
    const { body } = await call('GET', PEOPLE);
    const complete = [connec(connecId(known)), acme(3)];
    expect(body.people.map((one: JsonObject) => one.organization_id)).toEqual([complete, complete]);
    expect(body.people[0].updated_at).toBe('2026-03-04T05:00:00Z');
  });

  test('never point at another kind of record that has the same number', async () => {
    const { post } = await hubWithClock();
    await post({ id: [acme(3)], last_name: 'A person' });
    const { record } = await post({ id: [acme(4)], organization_id: [acme(3)] });
    expect(record.organization_id).toEqual([acme(3)]);
  });

  test('are resolved at any depth', async () => {
    const { post } = await hubWithClock();
    const { record: item } = await post({ id: [acme(11)], name: 'Lantern' }, 'items');
    const { record: invoice } = await post(
      { id: [acme(9)], lines: [{ id: [acme(1)], item_id: [acme(11)] }] },
      'invoices',
    );
    expect(invoice.lines[0].item_id).toEqual([connec(connecId(item)), acme(11)]);
    const linked = { id: [acme(9)], class: 'Invoice', applied_amount: 3 };
    const { record: payment } = await post(
      { payment_lines: [{ linked_transactions: [linked] }] },
      'payments',
    );
    expect(payment.payment_lines[0].linked_transactions[0].id[0]).toEqual(connec(connecId(invoice)));
  });

  test.each([
    ['sale_tax_code_id', 'tax_codes'],
    ['assignee_id', 'app_users'],
    ['lead_id', 'people'],
    ['sales_order_id', 'sales_orders'],
  ])('%s points at %s', async (field, resource) => {
    const { post } = await hubWithClock();
    const { record: target } = await post({ id: [acme(5)] }, resource);
    const { record } = await post({ [field]: [acme(5)] }, 'items');
    expect(connecId({ id: record[field] })).toBe(connecId(target));
  });

  test('may be the plain hub id; other texts that end in _id are left alone', async () => {
    const { hub, post } = await hubWithClock();
    const organization = hub.save('cld-fern', 'organizations', { name: 'Fern' });
    const { record } = await post({ organization_id: connecId(organization), mno_user_id: 'usr-1' });
    expect(record.organization_id).toEqual(organization.id);
    expect(record.mno_user_id).toBe('usr-1');
  });
});
