/** What Acme North has charged; `account` is a name. */
export const NORTH_INVOICES = [
  {
    number: 'A-1001',
    subject: 'Coffee for February',
    account: 'Blue Heron Coffee',
    date: '2026-02-28',
    due: '2026-03-14',
    lines: [
      { description: 'Espresso, 250 g', quantity: 40, price: 7.5 },
      { description: 'Filter coffee, 250 g', quantity: 24, price: 8.25 },
    ],
  },
  {
    number: 'A-1002',
    subject: 'Training for two',
    account: 'Granite & Grace',
    date: '2026-03-02',
    due: '2026-03-16',
    lines: [{ description: 'Barista training, half a day', quantity: 2, price: 180 }],
  },
  {
    number: 'A-1003',
    subject: 'Cups for the office',
    account: 'Kiwi Kayaks',
    date: '2026-03-03',
    due: '2026-04-02',
    lines: [{ description: 'Cups, set of 4 ☕', quantity: 6, price: 39.9 }],
  },
];

export const NORTH_PROJECTS = [
  { name: 'Café on the quay', description: 'A second shop', account: 'Blue Heron Coffee' },
  { name: 'Churros with coffee', description: 'A menu for two', account: 'Señor Churro 🍩' },
];

export const NORTH_COMPANY = {
  name: 'Acme North Ltd',
  currency: 'GBP',
  tax_number: 'GB 000 0000 00',
  email: 'office@north.example',
  phone: '+44 117 496 0199',
  website: 'https://north.example',
  street: '1 Harbour Row',
  city: 'Bristol',
  postal_code: 'BS1 5AA',
  country: 'United Kingdom',
};
