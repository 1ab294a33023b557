export interface SeedAccount {
  name: string;
  industry: string;
  phone?: string;
  website?: string;
  street?: string;
  city?: string;
  postal_code?: string;
  country?: string;
}

/** The first five are known to the hub as well, some of their details differ. */
export const NORTH_ACCOUNTS: SeedAccount[] = [
  {
    name: 'Blue Heron Coffee',
    industry: 'Food & drink',
    phone: '+44 117 496 0101',
    website: 'https://blueheron.example',
    street: '4 Quay Street',
    city: 'Bristol',
    postal_code: 'BS1 4DJ',
    country: 'United Kingdom',
  },
  {
    name: 'Société Générale des Jardins',
    industry: 'Gardening',
    phone: '+33 1 99 00 10 20',
    street: '12 rue des Lilas',
    city: 'Lyon',
    postal_code: '69003',
    country: 'France',
  },
  {
    name: 'Müller & Söhne Werkzeugbau',
    industry: 'Manufacturing',
    website: 'https://mueller-soehne.example',
    street: 'Goethestraße 8',
    city: 'Köln',
    postal_code: '50667',
    country: 'Germany',
  },
  {
    name: 'Northwind Cycles',
    industry: 'Retail',
    phone: '+44 113 496 0110',
    website: 'https://northwind.example',
    street: '88 Canal Road',
    city: 'Leeds',
    postal_code: 'LS12 2PL',
    country: 'United Kingdom',
  },
  {
    name: 'Tidewater Analytics',
    industry: 'Software',
    phone: '+1 207 555 0117',
    website: 'https://tidewater.example',
    city: 'Portland',
    country: 'United States',
  },
  {
    name: 'Señor Churro 🍩',
    industry: 'Food & drink',
    phone: '+34 900 555 010',
    website: 'https://churro.example',
    street: 'Plaza Nueva 1',
    city: 'Granada',
    postal_code: '18010',
    country: 'Spain',
  },
  {
    name: 'Æther Balloons',
    industry: 'Travel',
    phone: '+45 33 55 02 02',
    street: 'Havnegade 40',
    city: 'København',
    postal_code: '1058',
    country: 'Denmark',
  },
  {
    name: 'Łódź Film Props',
    industry: 'Film',
    website: 'https://props.example',
    street: 'Piotrkowska 77',
    city: 'Łódź',
    postal_code: '90-423',
    country: 'Poland',
  },
  {
    name: 'Granite & Grace',
    industry: 'Construction',
    phone: '+44 131 496 0170',
    street: '5 Castle Wynd',
    city: 'Edinburgh',
    postal_code: 'EH1 2NG',
    country: 'United Kingdom',
  },
  {
    name: 'Crème Brûlée Lab',
    industry: 'Research',
    phone: '+33 1 99 00 30 40',
    website: 'https://brulee.example',
    street: '3 quai Voltaire',
    city: 'Paris',
    postal_code: '75007',
    country: 'France',
  },
  {
    name: 'Kiwi Kayaks',
    industry: 'Sports',
    phone: '+64 9 555 0133',
    street: '20 Harbour Street',
    city: 'Auckland',
    postal_code: '1010',
    country: 'New Zealand',
  },
  {
    name: 'One-Page Press',
    industry: 'Publishing',
    website: 'https://onepage.example',
    city: 'Dublin',
    country: 'Ireland',
  },
];
