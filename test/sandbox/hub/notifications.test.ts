import { describe, expect, test } from 'vitest';
import { basicHeader } from '../../../src/sandbox/secrets.ts';
import { acme, callerOf, connecId, hubForTest } from '../support/hub.ts';
import { receiver } from '../support/receiver.ts';

async function notified() {
  const connector = await receiver();
  const lines: string[] = [];
  const hub = await hubForTest({ connectorUrl: `${connector.url}/`, log: (line) => lines.push(line) });
  return { hub, lines, received: connector.received };
}

describe('notifications (connec-api §10)', () => {
  test('carry what a person changed to the tenant path, with the key of the connector', async () => {
    const { hub, received } = await notified();
    const person = hub.save('cld-fern', 'people', { last_name: 'Weiß' });
    await hub.notifications();
    expect(received).toHaveLength(1);
    expect(received[0]?.url).toBe('/maestrano/connec/notifications/sandbox');
    expect(received[0]?.headers.authorization).toBe(basicHeader(hub.apiId, hub.apiKey));
    expect(received[0]?.body).toEqual({ people: [person] });
    expect(person.group_id).toBe('cld-fern');
  });

  test('are grouped: several resources and companies in one message, each record once', async () => {
    const { hub, received } = await notified();
    const person = hub.save('cld-fern', 'people', { last_name: 'Weiß' });
    hub.save('cld-fern', 'people', { id: person.id, last_name: 'Weiss' });
    hub.save('cld-fern', 'organizations', { name: 'Fern' });
    hub.save('cld-oak', 'people', { last_name: 'Ash' });
    await hub.notifications();
    expect(received).toHaveLength(1);
    const { people, organizations } = received[0]?.body ?? {};
    expect(people.map((one: { last_name: string }) => one.last_name)).toEqual(['Weiss', 'Ash']);
    expect(people.map((one: { group_id: string }) => one.group_id)).toEqual(['cld-fern', 'cld-oak']);
    expect(organizations).toHaveLength(1);
  });

  test('do not echo what the connector wrote itself', async () => {
    const { hub, received } = await notified();
    await callerOf(hub)('POST', '/api/v2/cld-fern/people', { people: { id: [acme(1)], last_name: 'Mine' } });
    await hub.notifications();
    expect(received).toEqual([]);
  });

  test('tell of what another application of the same company wrote', async () => {
    const { hub, received } = await notified();
    const books = callerOf(hub, hub.otherApp);
    const answer = await books('POST', `/api/v2/${hub.otherApp.group}/people`, {
      people: { last_name: 'Theirs' },
    });
    expect(answer.status).toBe(201);
    await hub.notifications();
    expect(received[0]?.body.people[0]).toMatchObject({ last_name: 'Theirs', group_id: 'cld-fern' });
  });

  test('are not sent for names alone', async () => {
    const { hub, received } = await notified();
    const person = hub.save('cld-fern', 'people', { last_name: 'Weiß' });
    await hub.notifications();
    const books = callerOf(hub, hub.otherApp);
    const path = `/api/v2/${hub.otherApp.group}/people/${connecId(person)}`;
    await books('PUT', path, { people: { id: [{ id: 'b7', provider: 'books', realm: 'r' }] } });
    await hub.notifications();
    expect(received).toHaveLength(1);
  });

  test('that fail are logged and hurt nothing', async () => {
    const { hub, lines } = await notified();
    const refusing = await receiver(500);
    hub.connectTo(refusing.url);
    hub.save('cld-fern', 'people', { last_name: 'One' });
    await hub.notifications();
    hub.connectTo('http://127.0.0.1:1');
    hub.save('cld-fern', 'people', { last_name: 'Two' });
    await hub.notifications();
    expect(lines).toEqual([
      'your connector answered 500 to a notification',
      expect.stringMatching(/^your connector could not be notified: /),
    ]);
    expect(hub.list('cld-fern', 'people')).toHaveLength(2);
  });

  test('are not sent while nobody has said where the connector is', async () => {
    const hub = await hubForTest({
      log: (line) => {
        throw new Error(line);
      },
    });
    hub.save('cld-fern', 'people', { last_name: 'One' });
    await hub.notifications();
  });
});
