import { describe, expect, test } from 'vitest';
import { constant, type Hook, map, mapper } from '../../src/engine/mapper.ts';
import { parsePath } from '../../src/engine/path.ts';
import type { JsonObject } from '../../src/engine/record.ts';
import { fold, unfold } from '../../src/engine/references.ts';

/** What connectors in the field have needed of a mapper, each by its number in contract/mapper.md §11. */
const context = (bag: Record<string, unknown> = {}, organization = {}) => ({ bag, organization }) as never;
const ours = { provider: 'app', realm: 'r' };
const connecId = (id: string) => ({ id, provider: 'connec', realm: 'org' });

describe('lists', () => {
  test('1: two lists of the hub become one of the application', () => {
    const line = mapper([map('id', 'id'), map('description', 'title')]);
    const invoice = mapper(
      [
        map('lines', 'line_items', { using: line }),
        map('lines_shipping', 'shipping_lines', { using: line, only: 'toExternal' }),
      ],
      {
        afterToExternal(_input, { shipping_lines = [], ...output }) {
          return { ...output, line_items: [output.line_items ?? [], shipping_lines].flat() as JsonObject[] };
        },
      },
    );
    const record = { lines: [{ id: '1', description: 'Fern' }], lines_shipping: [{ id: '2' }] };
    expect(invoice.toExternal(record, context())).toEqual({
      line_items: [{ id: '1', title: 'Fern' }, { id: '2' }],
    });
    expect(invoice.toExternal({ lines_shipping: [{ id: '2' }] }, context())).toEqual({
      line_items: [{ id: '2' }],
    });
  });

  test('2: what a parent knows is handed to its children before they are mapped', () => {
    const line = mapper([map('tax_rate', 'tax'), map('title', 'title')]);
    const invoice = mapper([map('lines', 'lines', { using: line })], {
      beforeToConnec(input, _output, { bag }) {
        const rates = bag.rates as Record<string, number>;
        const tax = rates[input.country as string] ?? rates['*'] ?? null;
        return { ...input, lines: (input.lines as JsonObject[]).map((child) => ({ ...child, tax })) };
      },
    });
    const bag = { rates: { FR: 20, '*': 5 } };
    expect(invoice.toConnec({ country: 'FR', lines: [{ title: 'a' }] }, context(bag))).toEqual({
      lines: [{ title: 'a', tax_rate: 20 }],
    });
    expect(invoice.toConnec({ country: 'US', lines: [{}] }, context(bag))).toEqual({
      lines: [{ tax_rate: 5 }],
    });
  });

  test('4: a list becomes one number, or a text where there is none', () => {
    const sum = (taxes: { rate: number }[]) =>
      taxes.length ? 100 * taxes.reduce((t, { rate }) => t + rate, 0) : 'Not Found';
    const line = mapper([map('tax_rate', 'tax_lines', { only: 'toConnec', toConnec: sum, default: [] })]);
    expect(line.toConnec({ tax_lines: [{ rate: 0.125 }, { rate: 0.0625 }] }, context())).toEqual({
      tax_rate: 18.75,
    });
    expect(line.toConnec({}, context())).toEqual({ tax_rate: 'Not Found' });
  });

  test('9: a list is filtered for one item, and two objects become a list of those there are', () => {
    const contact = mapper(
      [
        map('notes', 'note', {
          toExternal: (notes: JsonObject[]) => notes.filter((note) => note.tag === 'app').at(-1)?.text,
        }),
      ],
      {
        afterToExternal: ({ billing, shipping }, output) => ({
          ...output,
          addresses: [billing, shipping].filter(Boolean),
        }),
      },
    );
    const notes = [
      { tag: 'app', text: 'old' },
      { tag: 'app', text: 'new' },
      { tag: 'other', text: 'x' },
    ];
    expect(contact.toExternal({ notes, billing: { city: 'Leeds' } }, context())).toEqual({
      note: 'new',
      addresses: [{ city: 'Leeds' }],
    });
    expect(contact.toExternal({ notes: [] }, context())).toEqual({ addresses: [] });
  });

  test('6: a nested list is made of flat fields, and its ids are folded three levels deep', () => {
    const payment = mapper([map('amount', 'amount')], {
      afterToConnec: ({ order_id, amount }, output) => ({
        ...output,
        payment_lines: [{ amount, linked_transactions: [{ id: order_id, class: 'Invoice' }] }],
      }),
    });
    const mapped = payment.toConnec({ amount: 5, order_id: 'o1' }, context());
    const folded = fold(mapped, [parsePath('payment_lines/linked_transactions/id')], ours);
    expect(folded).toEqual({
      amount: 5,
      payment_lines: [
        { amount: 5, linked_transactions: [{ id: [{ id: 'o1', ...ours }], class: 'Invoice' }] },
      ],
    });
  });

  test('10: a text becomes an item with an id that is always the same, folded as any id', () => {
    const contact = mapper([
      map('notes[0]/description', 'note'),
      map('notes[0]/id', 'note', { only: 'toConnec', toConnec: () => 'app-note' }),
    ]);
    const mapped = contact.toConnec({ note: 'likes ferns' }, context());
    expect(fold(mapped, [parsePath('notes/id')], ours)).toEqual({
      notes: [{ description: 'likes ferns', id: [{ id: 'app-note', ...ours }] }],
    });
    expect(contact.toConnec({}, context())).toEqual({});
  });

  test('19, 20: one item of a list is written and read by its index, with a default and converters on both sides', () => {
    const item = mapper([
      map('prices[0]/amount', 'price', { default: 0, toExternal: String, toConnec: Number }),
      map('sales_stage_changes[0]/created_at', 'stage_at', { only: 'toExternal' }),
    ]);
    expect(item.toConnec({ price: '9.5', stage_at: 'now' }, context())).toEqual({
      prices: [{ amount: 9.5 }],
    });
    expect(item.toConnec({}, context())).toEqual({ prices: [{ amount: 0 }] });
    expect(item.toExternal({ sales_stage_changes: [{ created_at: 'then' }] }, context())).toEqual({
      price: '0',
      stage_at: 'then',
    });
  });
});

describe('computed fields and conditions', () => {
  test('3: a key that is there with null is not a key that is missing', () => {
    const inclusive = ({ unit_price }: JsonObject) => Object.hasOwn(unit_price as JsonObject, 'total_amount');
    const line = mapper([
      map('unit_price/total_amount', 'price', { when: inclusive }),
      map('unit_price/net_amount', 'price', { when: (record) => !inclusive(record) }),
    ]);
    expect(line.toExternal({ unit_price: { total_amount: 12, net_amount: 10 } }, context())).toEqual({
      price: 12,
    });
    expect(line.toExternal({ unit_price: { total_amount: null, net_amount: 10 } }, context())).toEqual({});
    expect(line.toExternal({ unit_price: { net_amount: 10 } }, context())).toEqual({ price: 10 });
  });

  test('5: text one way, a number the other', () => {
    const line = mapper([map('unit_price/net_amount', 'price', { toExternal: String, toConnec: Number })]);
    expect(line.toExternal({ unit_price: { net_amount: 1.5 } }, context())).toEqual({ price: '1.5' });
    expect(line.toConnec({ price: '1.5' }, context())).toEqual({ unit_price: { net_amount: 1.5 } });
  });

  test('11: a price travels only in the currency of the account', () => {
    const sameCurrency = ({ price }: JsonObject, { bag }: { bag: Record<string, unknown> }) =>
      (price as JsonObject).currency === bag.currency;
    const item = mapper([
      map('name', 'title'),
      map('price/amount', 'price', { when: sameCurrency, only: 'toExternal' }),
    ]);
    const record = { name: 'Fern', price: { amount: 5, currency: 'EUR' } };
    expect(item.toExternal(record, context({ currency: 'EUR' }))).toEqual({ title: 'Fern', price: 5 });
    expect(item.toExternal(record, context({ currency: 'USD' }))).toEqual({ title: 'Fern' });
  });

  test('16: a status comes from whether there is a date, with a default on the way', () => {
    const lead = mapper([
      map('converted_at', 'IsConverted', { only: 'toExternal', toExternal: Boolean, default: false }),
      map('status', 'Status', { defaultToExternal: 'Open' }),
      map('birth_date', 'Birth', { toConnec: (date: string) => date.slice(0, 10) }),
    ]);
    expect(lead.toExternal({ converted_at: '2024-01-01' }, context())).toEqual({
      IsConverted: true,
      Status: 'Open',
    });
    expect(lead.toExternal({ status: 'Won' }, context())).toEqual({ IsConverted: false, Status: 'Won' });
    expect(lead.toConnec({ Birth: '1815-12-10T00:00:00Z' }, context())).toEqual({ birth_date: '1815-12-10' });
  });

  test('18: a field travels only where beforeSync found that the account has it', () => {
    const organization = mapper([map('fax', 'Fax', { when: (_record, { bag }) => bag.hasFax === true })]);
    expect(organization.toExternal({ fax: '1' }, context({ hasFax: true }))).toEqual({ Fax: '1' });
    expect(organization.toExternal({ fax: '1' }, context())).toEqual({});
  });

  test('21: yes or no becomes the name of a role, and a name is split and joined', () => {
    const user = mapper(
      [
        map('is_admin', 'role', {
          toExternal: (admin: boolean) => (admin ? 'admin' : 'user'),
          toConnec: (role: string) => role === 'admin',
        }),
        map('first_name', 'name', { only: 'toConnec', toConnec: (name: string) => name.split(' ')[0] }),
        map('last_name', 'name', {
          only: 'toConnec',
          toConnec: (name: string) => name.split(' ').slice(1).join(' '),
        }),
      ],
      {
        afterToExternal: ({ first_name, last_name }, output) => ({
          ...output,
          name: [first_name, last_name].filter(Boolean).join(' '),
        }),
      },
    );
    const connec = { is_admin: false, first_name: 'Ada', last_name: 'King Noel' };
    const external = { role: 'user', name: 'Ada King Noel' };
    expect(user.toExternal(connec, context())).toEqual(external);
    expect(user.toConnec(external, context())).toEqual(connec);
  });

  test('22: a text is cleaned on its way', () => {
    const company = mapper([
      map('created', 'created_at', { toConnec: (text: string) => text.replace(/^UTC\s*/, '') }),
    ]);
    expect(company.toConnec({ created_at: 'UTC 2024-01-01' }, context())).toEqual({ created: '2024-01-01' });
  });

  test('23: each field of an address comes from billing, and from shipping where billing has none', () => {
    const person = mapper([
      map('address/billing/city', 'city'),
      map('address/shipping/city', 'city', { only: 'toExternal' }),
      map('address/billing/country', 'country'),
      map('address/shipping/country', 'country', { only: 'toExternal' }),
      map('contact_id', 'contact_id', { when: (record) => record.is_lead !== true }),
    ]);
    const address = { billing: { city: 'Leeds' }, shipping: { city: 'York', country: 'GB' } };
    expect(person.toExternal({ address, is_lead: true, contact_id: 1 }, context())).toEqual({
      city: 'Leeds',
      country: 'GB',
    });
    expect(person.toConnec({ city: 'Leeds' }, context())).toEqual({
      address: { billing: { city: 'Leeds' } },
    });
  });
});

describe('hooks, context and shape', () => {
  test('7: options for the hub are written before the lines run, and stay', () => {
    const contact = mapper([map('name', 'name')], {
      beforeToConnec(input, output) {
        output.opts = { create_only: true };
        return input;
      },
    });
    expect(contact.toConnec({ name: 'Ada' }, context())).toEqual({
      opts: { create_only: true },
      name: 'Ada',
    });
  });

  test('8: two nested countries are turned into codes, and the record of the hub stays as it was', () => {
    const codes: Record<string, string> = { France: 'FR' };
    const encode: Hook = (input) => {
      for (const block of Object.values(input.address as JsonObject) as JsonObject[]) {
        block.country = codes[block.country as string] ?? null;
      }
      return input;
    };
    const contact = mapper(
      [map('address/billing/country', 'billing'), map('address/shipping/country', 'shipping')],
      {
        beforeToExternal: encode,
      },
    );
    const record = { address: { billing: { country: 'France' }, shipping: { country: 'France' } } };
    expect(contact.toExternal(record, context())).toEqual({ billing: 'FR', shipping: 'FR' });
    expect(record.address.billing.country).toBe('France');
  });

  test('12: a line said twice does no harm', () => {
    const item = mapper([map('description', 'body_html'), map('description', 'body_html')]);
    expect(item.toConnec({ body_html: 'x' }, context())).toEqual({ description: 'x' });
  });

  test('13, 14: a price has its default both ways, and its currency from the organization', () => {
    const entry = mapper([map('sale_price/net_amount', 'UnitPrice', { default: 0.0 })], {
      afterToConnec: (_input, { sale_price, ...output }, { bag }) => ({
        ...output,
        sale_price: { ...(sale_price as JsonObject), currency: bag.currency as string },
      }),
    });
    expect(entry.toConnec({}, context({ currency: 'EUR' }))).toEqual({
      sale_price: { net_amount: 0, currency: 'EUR' },
    });
    expect(entry.toExternal({}, context())).toEqual({ UnitPrice: 0 });
  });

  test('15: a time zone and looked-up ids are read from what beforeSync fetched', () => {
    const opportunity = mapper([
      map('lead_id', 'AccountId', {
        toExternal: (id: string, { bag }) => (bag.accounts as Map<string, string>).get(id),
      }),
      map('closed_at', 'CloseTime', {
        toConnec: (time: string, { bag }) => `${time}${bag.offset}`,
        toExternal: (time: string, { bag }) => time.replace(bag.offset as string, ''),
      }),
    ]);
    const given = context({ accounts: new Map([['7', 'acc-7']]), offset: '+02:00' });
    expect(opportunity.toExternal({ lead_id: '7', closed_at: '2024-01-01T10:00+02:00' }, given)).toEqual({
      AccountId: 'acc-7',
      CloseTime: '2024-01-01T10:00',
    });
    expect(opportunity.toExternal({ lead_id: '8' }, given)).toEqual({});
    expect(opportunity.toConnec({ CloseTime: '10:00' }, given)).toEqual({ closed_at: '10:00+02:00' });
  });

  test('17: flat fields become nested blocks and come back', () => {
    const fields = ['line1', 'city', 'region', 'postal_code', 'country'];
    const block = (connec: string, external: string) =>
      fields.map((field) => map(`${connec}/${field}`, `${external}_${field}`));
    const contact = mapper([
      ...block('address_work/billing', 'Mailing'),
      ...block('address_work/shipping', 'Other'),
      map('last_name', 'LastName', { default: 'Undefined' }),
    ]);
    const external = Object.fromEntries([
      ...fields.flatMap((field) => [
        [`Mailing_${field}`, `m ${field}`],
        [`Other_${field}`, `o ${field}`],
      ]),
      ['LastName', 'King'],
    ]);
    expect(contact.toExternal(contact.toConnec(external, context()), context())).toEqual(external);
    expect(contact.toConnec(external, context()).address_work).toMatchObject({
      shipping: { city: 'o city' },
    });
  });

  test('24: one mapper serves two kinds of records of the application', () => {
    const isLead = (record: JsonObject) => record.is_lead === true;
    const organization = mapper([
      map('name', 'organization_name', { when: isLead }),
      map('name', 'name', { when: (record) => !isLead(record) }),
      map('is_lead', 'is_lead', { defaultToConnec: false }),
    ]);
    expect(organization.toExternal({ name: 'Oak', is_lead: true }, context())).toEqual({
      organization_name: 'Oak',
      is_lead: true,
    });
    expect(organization.toConnec({ name: 'Oak' }, context())).toEqual({ name: 'Oak', is_lead: false });
    expect(organization.toConnec({ organization_name: 'Elm', is_lead: true }, context())).toEqual({
      name: 'Elm',
      is_lead: true,
    });
  });

  test('25: a creation adds a constant, and references go through an index and through a list', () => {
    const line = mapper([map('id', 'id'), map('amount', 'amount')]);
    const user = mapper([map('organization_id', 'companies[0]/id'), map('lines', 'lines', { using: line })]);
    const creation = mapper([...user.rules, constant('toExternal', 'signed_up', true)]);
    const record = {
      id: [connecId('c1')],
      organization_id: [connecId('c2'), { id: 'e2', ...ours }],
      lines: [
        { id: [connecId('l1'), { id: 'e3', ...ours }], amount: 1 },
        { id: [connecId('l2')], amount: 2 },
      ],
    };
    const unfolded = unfold(record, [parsePath('organization_id')], ours, [parsePath('lines/id')]);
    expect(creation.toExternal(unfolded.record, context())).toEqual({
      companies: [{ id: 'e2' }],
      lines: [{ id: 'e3', amount: 1 }, { amount: 2 }],
      signed_up: true,
    });
    const back = user.toConnec({ companies: [{ id: 'e2' }], lines: [{ id: 'e3' }] }, context());
    expect(fold(back, [parsePath('organization_id'), parsePath('lines/id')], ours)).toEqual({
      organization_id: [{ id: 'e2', ...ours }],
      lines: [{ id: [{ id: 'e3', ...ours }] }],
    });
  });
});
