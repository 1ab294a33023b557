import { describe, expect, test } from 'vitest';
import { type BothSides, compare } from '../../scripts/demo/compare.ts';

const ids = (connec: string, acme?: number) => [
  { id: connec, provider: 'connec', realm: 'org-fern' },
  ...(acme ? [{ id: acme, provider: 'acme', realm: 'north' }] : []),
];

/** One company and one person of it, the same on both sides. */
const equalSides = () => ({
  connec: {
    organizations: [{ id: ids('o1', 1), name: 'Heron', address: { billing: { city: 'Bristol' } } }],
    people: [{ id: ids('p1', 7), first_name: 'Zoë', last_name: 'C', organization_id: ids('o1', 1) }],
  },
  acme: {
    accounts: [{ id: 1, name: 'Heron', city: 'Bristol', phone: null }],
    contacts: [{ id: 7, first_name: 'Zoë', last_name: 'C', account_id: 1 }],
  },
});

describe('the comparison at the end of the demo', () => {
  test('finds nothing where both sides say the same, blank or absent', () => {
    expect(compare(equalSides())).toMatchObject({ records: 2, differences: [] });
  });

  test.each<[string, (sides: ReturnType<typeof equalSides>) => void, string]>([
    [
      'a field that differs',
      (sides) => Object.assign(sides.acme.accounts[0] ?? {}, { city: 'Bath' }),
      'Heron: address/billing/city is "Bristol" in the hub, city is "Bath" in Acme',
    ],
    [
      'a field that one side lacks',
      (sides) => Object.assign(sides.connec.people[0] ?? {}, { first_name: null }),
      '"" in the hub, first_name is "Zoë" in Acme',
    ],
    [
      'a reference to another record',
      (sides) => sides.connec.people[0]?.organization_id.splice(1, 1),
      'organization_id is "" in the hub, account_id is "1" in Acme',
    ],
    [
      'a record that is missing in Acme',
      (sides) => sides.acme.contacts.pop(),
      'Zoë C: in the hub, not in Acme',
    ],
    [
      'a record that is missing in the hub',
      (sides) => sides.connec.people.pop(),
      'Zoë C: in Acme, not in the hub',
    ],
    [
      'a record that is in Acme twice',
      (sides) => sides.acme.contacts.push({ id: 8, first_name: 'Zoë', last_name: 'C', account_id: 1 }),
      'Zoë C: in Acme, not in the hub',
    ],
  ])('finds %s', (_what, spoil, difference) => {
    const sides = equalSides();
    spoil(sides);
    const { differences } = compare(sides as BothSides);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toContain(difference);
  });
});
