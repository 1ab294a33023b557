import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/index.ts';
import { acme, connecId } from '../support/hub.ts';
import { hubWithClock } from '../support/hub-with-clock.ts';

const PEOPLE = '/api/v2/cld-fern/people';
const connec = (id: string) => ({ id, provider: 'connec', realm: 'org-fern' });

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
