/** An organization as it is written down here. `address`: street, city, postal code, country. */
export interface SeedOrganization {
  name: string;
  industry: string;
  phone?: string;
  url?: string;
  address: [string, string, string, string];
}

/** The first five are known to Acme as well, some of their details differ. */
export const FERN_ORGANIZATIONS: SeedOrganization[] = [
  {
    name: 'Blue Heron Coffee',
    industry: 'Food & drink',
    phone: '+44 117 496 0101',
    url: 'https://blueheron.example',
    address: ['4 Quay Street', 'Bristol', 'BS1 4DJ', 'United Kingdom'],
  },
  {
    name: 'Société Générale des Jardins',
    industry: 'Landscaping',
    phone: '+33 1 99 00 10 20',
    url: 'https://jardins.example',
    address: ['12 rue des Lilas', 'Lyon', '69003', 'France'],
  },
  {
    name: 'Müller & Söhne Werkzeugbau',
    industry: 'Manufacturing',
    phone: '+49 30 5550 1212',
    url: 'https://mueller-soehne.example',
    address: ['Goethestraße 8', 'Köln', '50667', 'Germany'],
  },
  {
    name: 'Northwind Cycles',
    industry: 'Retail',
    address: ['88 Canal Road', 'Leeds', 'LS12 2PL', 'United Kingdom'],
  },
  {
    name: 'Tidewater Analytics',
    industry: 'Software',
    phone: '+1 207 555 0117',
    url: 'https://tidewater.example',
    address: ['301 Harbor Ave', 'Portland', '04101', 'United States'],
  },
  {
    name: 'Piñata Party Supplies 🎉',
    industry: 'Events',
    phone: '+34 900 100 200',
    url: 'https://pinata.example',
    address: ['Calle Mayor 5', 'Sevilla', '41001', 'Spain'],
  },
  {
    name: 'Ødegård Fiskeri',
    industry: 'Fishing',
    phone: '+47 22 55 01 01',
    address: ['Bryggen 21', 'Bergen', '5003', 'Norway'],
  },
  {
    name: 'O’Malley Stonework',
    industry: 'Construction',
    phone: '+353 1 555 0150',
    url: 'https://omalley.example',
    address: ['2 Mill Lane', 'Galway', 'H91 AX00', 'Ireland'],
  },
  {
    name: '株式会社さくら',
    industry: 'Trading',
    phone: '+81 3 5550 0199',
    url: 'https://sakura.example',
    address: ['1-2-3 Sakura', 'Tokyo', '100-0001', 'Japan'],
  },
  {
    name: 'Lantern & Loom',
    industry: 'Textiles',
    url: 'https://lanternloom.example',
    address: ['17 Weaver Row', 'Manchester', 'M1 2AB', 'United Kingdom'],
  },
  {
    name: 'Kowalski Bäckerei',
    industry: 'Food & drink',
    phone: '+49 40 5550 777',
    address: ['Hafenallee 3', 'Hamburg', '20457', 'Germany'],
  },
  {
    name: 'Greenfield "Ladybird" Nursery',
    industry: 'Childcare',
    phone: '+44 113 496 0144',
    address: ['9 Park View', 'Leeds', 'LS6 1AN', 'United Kingdom'],
  },
];

export const OAK_ORGANIZATIONS: SeedOrganization[] = [
  {
    name: 'Blue Heron Coffee',
    industry: 'Food & drink',
    address: ['4 Quay Street', 'Bristol', 'BS1 4DJ', 'United Kingdom'],
  },
  {
    name: 'Acorn Furniture',
    industry: 'Furniture',
    phone: '+44 113 496 0190',
    address: ['1 Timber Yard', 'Leeds', 'LS9 8AG', 'United Kingdom'],
  },
];
