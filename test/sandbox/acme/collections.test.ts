import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startAcme } from '../../../src/sandbox/index.ts';
import { acmeForTest, callerOf } from '../support/acme.ts';
import { postForm, readPage } from '../support/sign-in.ts';

const everyCollection = ['accounts', 'contacts', 'leads', 'products', 'invoices', 'projects', 'company'];

describe('what Acme keeps', () => {
  test('is of seven kinds, each with plausible records and a page', async () => {
    const acme = await acmeForTest({ seed: true });
    const counts = everyCollection.map((collection) => acme.list(collection).length);
    expect(counts).toEqual([12, 30, 4, 5, 3, 2, 1]);
    for (const collection of everyCollection) {
      const [first] = acme.list(collection);
      for (const path of [collection, `${collection}/${first?.id}`, `${collection}/new`])
        expect((await readPage(await fetch(`${acme.url}/north/${path}`))).status, path).toBe(200);
    }
  });

  test('is added to a data file of a time when there was less', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'acme-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const dataFile = join(folder, 'acme.json');
    const older = await startAcme({ dataFile });
    older.save('accounts', { name: 'Kept' });
    await older.close();
    const kept = JSON.parse(await readFile(dataFile, 'utf8'));
    for (const { tables } of kept.workspaces)
      for (const name of everyCollection.slice(2)) delete tables[name];
    await writeFile(dataFile, JSON.stringify(kept));
    const acme = await acmeForTest({ dataFile });
    expect(acme.list('accounts').at(-1)).toMatchObject({ name: 'Kept' });
    expect(acme.list('leads')).toEqual([]);
    expect(acme.save('leads', { last_name: 'Late' })).toMatchObject({ last_name: 'Late' });
  });

  test.each([
    ['products', { name: 'Cup', price: '7' }, 'price'],
    ['products', { code: 'C' }, 'name'],
    ['leads', { last_name: 'X', account_id: 404 }, 'account_id'],
    ['projects', { name: 'X', account_id: 404 }, 'account_id'],
    ['invoices', { subject: 'X', due: '2026-02-30' }, 'due'],
    ['invoices', { subject: 'X', due: '2026-03-04T00:00:00Z' }, 'due'],
    ['invoices', { subject: 'X', lines: {} }, 'lines'],
    ['invoices', { subject: 'X', lines: ['a cup'] }, 'lines[0]'],
    ['invoices', { subject: 'X', lines: [{}, { quantity: 'two' }] }, 'lines[1].quantity'],
    ['company', { currency: 'EUR' }, 'name'],
  ])('has rules: %s refuses %j because of %s', async (collection, body, field) => {
    const acme = await acmeForTest();
    const answer = await (await callerOf(acme))('POST', `/api/${collection}`, body);
    expect([answer.status, answer.body.error.field]).toEqual([422, field]);
    expect(acme.list(collection)).toEqual([]);
  });

  test('lines are replaced as a whole, and each has all its fields', async () => {
    const acme = await acmeForTest();
    const call = await callerOf(acme);
    const lines = [{ description: 'Cup', quantity: 2, price: 4.5, other: 'x' }, { description: 'Saucer' }];
    const { body } = await call('POST', '/api/invoices', { subject: 'Crockery', lines });
    expect(body.lines).toEqual([
      { description: 'Cup', quantity: 2, price: 4.5 },
      { description: 'Saucer', quantity: null, price: null },
    ]);
    const changed = await call('PUT', '/api/invoices/1', { lines: [{ description: 'Mug' }] });
    expect(changed.body.lines).toEqual([{ description: 'Mug', quantity: null, price: null }]);
  });

  test('each collection is numbered by itself, contacts and leads too', async () => {
    const acme = await acmeForTest();
    const ids = ['contacts', 'leads', 'contacts'].map((name) => acme.save(name, { last_name: 'X' }).id);
    expect(ids).toEqual([1, 1, 2]);
  });

  test('an account that has invoices cannot be deleted', async () => {
    const acme = await acmeForTest();
    acme.save('accounts', { name: 'Only' });
    acme.save('invoices', { subject: 'X', account_id: 1 });
    const answer = await (await callerOf(acme))('DELETE', '/api/accounts/1');
    expect([answer.status, answer.body.error.message]).toEqual([
      409,
      'invoices belong to account 1: delete them first',
    ]);
  });

  test('a workspace has one company, which is listed like everything else', async () => {
    const acme = await acmeForTest();
    const call = await callerOf(acme);
    expect((await call('GET', '/api/company')).body.company).toEqual([]);
    expect((await call('POST', '/api/company', { name: 'North' })).status).toBe(201);
    const second = await call('POST', '/api/company', { name: 'South' });
    expect([second.status, second.body.error.code]).toEqual([409, 'exists']);
    expect((await call('PUT', '/api/company/1', { name: 'North Ltd' })).status).toBe(200);
    expect((await call('GET', '/api/company')).body).toMatchObject({
      total: 1,
      company: [{ id: 1, name: 'North Ltd', currency: null }],
    });
  });
});

describe('its pages', () => {
  test('take numbers, days and lines, and say what is none', async () => {
    const acme = await acmeForTest();
    await postForm(`${acme.url}/north/products/new`, { name: 'Cup', price: '4.50', active: 'yes' });
    expect(acme.list('products')).toMatchObject([{ name: 'Cup', price: 4.5 }]);
    expect((await postForm(`${acme.url}/north/products/1`, { price: 'cheap' })).status).toBe(422);

    const lines = { 'lines/0/description': 'Cup', 'lines/0/quantity': '2', 'lines/0/price': '4.5' };
    await postForm(`${acme.url}/north/invoices/new`, { subject: 'Crockery', due: '2026-03-04', ...lines });
    expect(acme.list('invoices')).toMatchObject([
      { due: '2026-03-04', lines: [{ description: 'Cup', quantity: 2, price: 4.5 }] },
    ]);
    const page = await readPage(await fetch(`${acme.url}/north/invoices/1`));
    expect(page.forms[0]?.fields).toMatchObject({ ...lines, 'lines/1/description': '' });
    const { updated_at } = acme.list('invoices')[0] ?? {};
    await postForm(`${acme.url}/north/invoices/1`, { ...lines, 'lines/1/description': '' });
    expect(acme.list('invoices')).toMatchObject([{ updated_at }]);
    const emptied = { 'lines/0/description': '', 'lines/0/quantity': ' ', 'lines/0/price': '' };
    await postForm(`${acme.url}/north/invoices/1`, { ...emptied, 'lines/1/description': 'Mug' });
    expect(acme.list('invoices')).toMatchObject([
      { lines: [{ description: 'Mug', quantity: null, price: null }] },
    ]);
  });

  test('offer no second company', async () => {
    const acme = await acmeForTest();
    const link = '/north/company/new';
    expect((await readPage(await fetch(`${acme.url}/north/company`))).text).toContain(link);
    acme.save('company', { name: 'North' });
    expect((await readPage(await fetch(`${acme.url}/north/company`))).text).not.toContain(link);
  });
});
