import { describe, expect, test } from 'vitest';
import { acme, connecId, hubForTest } from '../support/hub.ts';
import { receiver } from '../support/receiver.ts';
import { postForm, readPage } from '../support/sign-in.ts';

const get = async (url: string) => readPage(await fetch(url, { headers: { accept: 'text/html' } }));

describe('the pages of the hub', () => {
  test('the first one leads to the connector, to companies, records and how to sign in', async () => {
    const hub = await hubForTest({ seed: true });
    expect((await get(hub.url)).text).toContain('has not told the hub where it is yet');
    hub.connectTo('http://127.0.0.1:3000');
    const { text } = await get(hub.url);
    for (const link of [
      'http://127.0.0.1:3000/maestrano/auth/saml/init/sandbox',
      '/companies',
      '/sign-in',
      '/records/cld-fern/people',
    ])
      expect(text).toContain(`href="${link}"`);
    for (const path of ['/companies', '/sign-in']) expect((await get(hub.url + path)).status).toBe(200);
  });

  test('need no script and load nothing from elsewhere', async () => {
    const hub = await hubForTest({ seed: true });
    const person = connecId(hub.list('cld-fern', 'people')[0]);
    for (const path of [
      '/',
      '/companies',
      '/records/cld-fern/people',
      `/records/cld-fern/people/${person}`,
    ]) {
      const { text } = await get(hub.url + path);
      expect(text).not.toMatch(/<script|src=|<link rel="stylesheet"|@import|url\(/);
    }
  });

  test('show records escaped, with the names they have elsewhere', async () => {
    const hub = await hubForTest();
    hub.save('cld-fern', 'people', { id: [acme(7)], last_name: '<b>Weiß & "Co"</b>' });
    const { text } = await get(`${hub.url}/records/cld-fern/people`);
    expect(text).toContain('&lt;b&gt;Weiß &amp; &quot;Co&quot;&lt;/b&gt;');
    expect(text).toContain('acme north · 7');
  });

  test('an edit writes the changed field alone and tells the connector', async () => {
    const connector = await receiver();
    const hub = await hubForTest({ connectorUrl: connector.url });
    const before = hub.save('cld-fern', 'people', {
      last_name: 'Weiß',
      email: { address: 'h@w.example' },
      title: 'Ms',
    });
    await hub.notifications();
    const url = `${hub.url}/records/cld-fern/people/${connecId(before)}`;
    const [form] = (await get(url)).forms;
    const response = await postForm(url, {
      ...form?.fields,
      'address_work/billing/city': 'Köln',
      title: ' ',
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`${new URL(url).pathname}?saved`);
    const [after] = hub.list('cld-fern', 'people');
    expect(after).toEqual({
      ...before,
      title: null,
      address_work: { billing: { city: 'Köln' }, billing2: {}, shipping: {}, shipping2: {} },
      updated_at: after?.updated_at,
    });
    await hub.notifications();
    expect(connector.received[1]?.body.people).toEqual([after]);
  });

  test('a new person can be written down, put into an organization and archived', async () => {
    const hub = await hubForTest();
    const organization = hub.save('cld-fern', 'organizations', { name: 'Fern' });
    const fields = { first_name: 'Hannah', last_name: 'Weiß', organization_id: connecId(organization) };
    const created = await postForm(`${hub.url}/records/cld-fern/people/new`, fields);
    const [person] = hub.list('cld-fern', 'people');
    expect(person).toMatchObject({
      first_name: 'Hannah',
      organization_id: organization.id,
      status: 'ACTIVE',
    });
    const path = created.headers.get('location')?.replace('?saved', '');
    await postForm(hub.url + path, { status: 'ARCHIVED', organization_id: '' });
    expect(hub.list('cld-fern', 'people')[0]).toMatchObject({ status: 'ARCHIVED', organization_id: null });
  });

  test('what is not there is a page that says so', async () => {
    const hub = await hubForTest();
    for (const path of ['/nowhere', '/records/cld-nobody/people', '/records/cld-fern/people/nobody'])
      expect(await get(hub.url + path)).toMatchObject({ status: 404, text: expect.stringContaining('<h1>') });
  });
});
