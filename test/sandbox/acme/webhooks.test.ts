import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Acme, AcmeOptions } from '../../../src/sandbox/index.ts';
import { acmeForTest, callerOf } from '../support/acme.ts';
import { receiver } from '../support/receiver.ts';

const secret = 'a secret of sixteen letters and more';

/** An Acme that tells a receiver what happens in North. */
async function telling(status = 200, options: AcmeOptions = {}) {
  const { url, received } = await receiver(status);
  const lines: string[] = [];
  const acme = await acmeForTest({ webhookRetryMs: [1, 1], log: (line) => lines.push(line), ...options });
  const call = await callerOf(acme);
  const subscription = (await call('POST', '/api/webhooks', { url: `${url}/hook`, secret })).body;
  return { acme, call, received, lines, subscription, url };
}

const change = async (acme: Acme, record: object, workspace?: string) => {
  acme.save('contacts', { last_name: 'Żak', ...record }, workspace);
  await acme.webhooks();
};

describe("Acme's webhooks", () => {
  test('tell what people do, signed, and not what the API did', async () => {
    const { acme, call, received } = await telling();
    await call('POST', '/api/accounts', { name: 'By the API' });
    await change(acme, {});
    await change(acme, { id: 1, last_name: 'Zak' });
    acme.remove('contacts', 1);
    await acme.webhooks();
    expect(received.map(({ body }) => body.event)).toEqual([
      'contact.created',
      'contact.updated',
      'contact.deleted',
    ]);
    expect(received[0]).toMatchObject({ url: '/hook', body: { workspace: 'north', record: { id: 1 } } });
    for (const { headers, body } of received) {
      const signed = `${headers['x-acme-timestamp']}.${headers['x-acme-delivery']}.${JSON.stringify(body)}`;
      const signature = createHmac('sha256', secret).update(signed).digest('hex');
      expect(headers['x-acme-signature']).toBe(signature);
      expect(Math.abs(Number(headers['x-acme-timestamp']) - Date.now() / 1000)).toBeLessThan(10);
    }
  });

  test('tell of one workspace, until they are ended', async () => {
    const { acme, call, received, subscription } = await telling();
    await change(acme, {}, 'south');
    expect(received).toEqual([]);
    const ofSouth = await callerOf(acme, 'south');
    expect((await ofSouth('DELETE', `/api/webhooks/${subscription.id}`)).status).toBe(404);
    expect((await ofSouth('GET', '/api/webhooks')).body).toEqual({ webhooks: [] });
    expect((await call('DELETE', `/api/webhooks/${subscription.id}`)).status).toBe(204);
    expect((await call('DELETE', `/api/webhooks/${subscription.id}`)).status).toBe(404);
    await change(acme, {});
    expect(received).toEqual([]);
  });

  test('are one for an address, with the secret that was given last', async () => {
    const { call, subscription, url } = await telling();
    const again = await call('POST', '/api/webhooks', { url: `${url}/hook` });
    expect(again.body.id).toBe(subscription.id);
    expect(again.body.secret).not.toBe(secret);
    expect((await call('GET', '/api/webhooks')).body.webhooks).toEqual([
      { id: subscription.id, workspace: 'north', url: `${url}/hook` },
    ]);
  });

  test('are sent again under the same name when they were not taken, and given up with a line', async () => {
    const { acme, received, lines } = await telling(500);
    await change(acme, {});
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers['x-acme-delivery'])).size).toBe(1);
    expect(lines).toEqual(['contact.created could not be delivered: it was answered with 500']);
  });

  test('do not keep Acme from ending', async () => {
    const { acme, received } = await telling(500, { webhookRetryMs: [60_000] });
    acme.save('contacts', { last_name: 'Żak' });
    await acme.close();
    expect(received).toHaveLength(1);
  });

  test.each([
    [{}, 'url'],
    [{ url: 'file:///etc/passwd' }, 'url'],
    [{ url: 'https://here.example/', secret: 'short' }, 'secret'],
  ])('are not made of %j', async (body, field) => {
    const call = await callerOf(await acmeForTest());
    expect((await call('POST', '/api/webhooks', body)).body).toMatchObject({ error: { field } });
  });
});
