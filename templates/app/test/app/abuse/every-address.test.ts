import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, type Besieged, hubOf, isApi, nameOf, startBesieged } from '../../support/besieged.ts';
import type { Customer } from '../../support/customer.ts';

let world: Besieged;
beforeAll(async () => {
  world = await startBesieged();
});
beforeEach(() => {
  world.enqueued.length = 0;
});
afterAll(() => world.close());

const workFor = ({ organization }: Customer) =>
  world.enqueued.filter(({ key }) => key === String(organization.id));

test('there are addresses to look at, and their own people see what others must not', async () => {
  const { ask, mutating, stranger, otherTenant } = world;
  expect(mutating.map(nameOf)).toContain('POST /settings');
  for (const url of ['/', '/history', '/mapping'])
    expect((await ask({ url, headers: await stranger.headers() })).body).toMatch(/Vulture/);
  const url = `/maestrano/other/synchronizations/${stranger.organization.uid}`;
  expect((await ask({ url, headers: hubOf(otherTenant) })).body).toMatch(/Vulture failed/);
});

describe('a form of another site', () => {
  const forms = [
    { type: 'application/x-www-form-urlencoded', payload: 'entities=contact&entity=contact' },
    { type: 'text/plain', payload: 'entities=contact' },
    { type: 'application/json', payload: '{"entities":"contact"}' },
    { type: 'multipart/form-data; boundary=x', payload: '--x--' },
  ];
  /** What they carry proves who sent it: a browser's cookie is nothing to them. */
  const signed = ['POST /maestrano/auth/saml/consume/:tenant?'];

  test('is refused at every address, for it has neither a token of ours nor a key; nothing changes (improvement 6.1)', async () => {
    const { ask, kept, mutating, ours, member, neighbour, stranger } = world;
    const before = await kept(ours, member, neighbour, stranger);
    const values = { tenant: 'default', any: ours.organization.uid };
    for (const route of mutating)
      for (const { type, payload } of forms) {
        const { cookie = '' } = await ours.headers();
        const headers = { cookie, 'content-type': type, origin: 'https://evil.example' };
        const method = route.method as 'POST';
        const { status, body } = await ask({ method, url: addressOf(route, values), headers, payload });
        const refusal = `${nameOf(route)} as ${type}: ${status} ${body}`;
        if (signed.includes(nameOf(route))) expect(refusal).toMatch(/: 4(00|15) /);
        else if (isApi(route)) expect(refusal).toMatch(/: 40[15] /);
        else expect(refusal).toMatch(/: (403 .*was not sent from this site|401 |415 )/);
      }
    expect(await kept(ours, member, neighbour, stranger)).toEqual(before);
    expect(world.enqueued).toEqual([]);
  });

  test('is one of ours with the token of the session', async () => {
    const { ask, neighbour } = world;
    const headers = await neighbour.headers();
    const answer = await ask({ method: 'POST', url: '/synchronize', headers, payload: {} });
    expect(answer).toMatchObject({ status: 303, location: '/' });
    expect(workFor(neighbour)).toHaveLength(1);
  });
});

describe('what belongs to others', () => {
  /**
   * Asks every address for it, naming it in all the ways there are, in the name of either tenant.
   *
   * @returns the answers that show `word`, or fail.
   */
  async function askEverywhere(
    { organization, user }: Customer,
    word: RegExp,
    who: () => Promise<Record<string, string>>,
  ) {
    const { id, uid, tenant, oauthUid } = organization;
    const names = { id, uid, tenant, oauthUid, group_id: uid, organization_id: id, organizationId: id };
    const all = { ...names, user_id: user.id, entities: 'contact', entity: 'contact', sync_enabled: false };
    const query = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
    const shown: object[] = [];
    for (const route of world.routes.filter((one) => !isApi(one)))
      for (const name of ['default', 'other'])
        for (const any of [uid, String(id)]) {
          const values = { tenant: name, group_id: uid, any: route.url.includes('/users/') ? user.uid : any };
          const method = route.method as 'GET';
          const payload = method === 'GET' ? {} : { payload: all };
          const request = { method, url: addressOf(route, values), query, headers: await who(), ...payload };
          const answer = await world.ask(request);
          if (answer.status >= 500 || word.test(answer.body)) shown.push({ ...request, ...answer });
        }
    return shown;
  }

  test('is out of reach for an administrator of another organization of the same tenant', async () => {
    const { kept, ours, neighbour } = world;
    const before = await kept(neighbour);
    expect(await askEverywhere(neighbour, /Nightjar/, ours.headers)).toEqual([]);
    expect(await kept(neighbour)).toEqual(before);
    expect(workFor(neighbour)).toEqual([]);
  });

  test.each<[string, () => Promise<Record<string, string>>]>([
    ['an administrator of another tenant', () => world.ours.headers()],
    ['the hub and the programs of another tenant', async () => hubOf(world.tenant)],
    ['whoever has not signed in', async () => ({})],
  ])('is out of reach for %s', async (_, who) => {
    const { kept, stranger, neighbour } = world;
    const before = await kept(stranger, neighbour);
    expect(await askEverywhere(stranger, /Vulture/, who)).toEqual([]);
    expect(await kept(stranger, neighbour)).toEqual(before);
    expect(workFor(stranger)).toEqual([]);
  });

  test('is changed by no member without rights, at any address (contract 272, 273, 277)', async () => {
    const { ask, kept, mutating, member } = world;
    const before = await kept(member);
    const payload = { entities: 'contact', entity: 'contact', group_id: member.organization.uid };
    for (const route of mutating.filter((one) => !isApi(one))) {
      const headers = await member.headers();
      await ask({ method: route.method as 'POST', url: addressOf(route, { any: '1' }), headers, payload });
    }
    expect(await kept(member)).toEqual(before);
    expect(workFor(member)).toEqual([]);
  });
});
