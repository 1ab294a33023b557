export interface SeedContact {
  first_name: string;
  last_name: string;
  email: string | null;
  job_title: string | null;
  phone: string | null;
  /** The account's name. */
  account?: string | undefined;
}

type Row = [
  first: string,
  last: string,
  email: string | undefined,
  job?: string,
  account?: string,
  phone?: string,
];

/** The first eight are known to the hub as well, by e-mail; some of their details differ. */
const NORTH: Row[] = [
  ['Zoë', 'Castellanos', 'zoe@blueheron.example', 'Head roaster', 'Blue Heron Coffee', '+44 117 496 0102'],
  ['Étienne', 'Lefèvre', 'etienne@jardins.example', 'Directeur', 'Société Générale des Jardins'],
  [
    'Jürgen',
    'Müller',
    'juergen@mueller-soehne.example',
    'CEO',
    'Müller & Söhne Werkzeugbau',
    '+49 221 5550 1213',
  ],
  ['Priya', 'Raghunathan', 'priya@northwind.example', 'Buyer', 'Northwind Cycles', '+44 113 496 0111'],
  [
    'Walter',
    'Okafor',
    'walter@tidewater.example',
    'Senior Analyst',
    'Tidewater Analytics',
    '+1 207 555 0118',
  ],
  [
    'Siobhán',
    'Ní Bhriain',
    'siobhan@tidewater.example',
    'Head of Data',
    'Tidewater Analytics',
    '+353 1 555 0160',
  ],
  ['Hannah', 'Weiß', 'hannah@freelance.example', 'Photographer'],
  ['Tom', 'Quintero', 'tomas@blueheron.example', 'Barista', 'Blue Heron Coffee', '+44 117 496 0103'],
  ['Paloma', 'Ibáñez', 'paloma@churro.example', 'Churrera', 'Señor Churro 🍩', '+34 900 555 011'],
  ['Lucía', 'Ibáñez', 'lucia@churro.example', 'Accountant', 'Señor Churro 🍩'],
  ['Søren', 'Ægidius', 'soren@aether.example', 'Pilot 🎈', 'Æther Balloons', '+45 33 55 02 03'],
  ['Freja', 'Holm', 'freja@aether.example', 'Pilot', 'Æther Balloons'],
  ['Łukasz', 'Żak', 'lukasz@props.example', 'Prop master', 'Łódź Film Props'],
  ['Małgorzata', 'Świątek', 'gosia@props.example', 'Painter', 'Łódź Film Props', '+48 42 555 01 20'],
  ['Grace', 'MacAulay', 'grace@granite.example', 'Founder', 'Granite & Grace', '+44 131 496 0171'],
  ['Hamish', 'Drummond', 'hamish@granite.example', 'Mason', 'Granite & Grace'],
  ['Anaïs', 'Beaumont', 'anais@brulee.example', 'Chercheuse', 'Crème Brûlée Lab', '+33 1 99 00 30 41'],
  ['François', 'Garçon', 'francois@brulee.example', 'Chef', 'Crème Brûlée Lab'],
  ['Mere', 'Tūhoe', 'mere@kiwikayaks.example', 'Guide', 'Kiwi Kayaks', '+64 9 555 0134'],
  ['Jack', 'O’Connor', 'jack@kiwikayaks.example', 'Guide', 'Kiwi Kayaks'],
  ['Niamh', 'Walsh', 'niamh@onepage.example', 'Editor', 'One-Page Press', '+353 1 555 0170'],
  ['Ravi', 'Shah', 'ravi@northwind.example', 'Workshop lead', 'Northwind Cycles'],
  [
    'Greta',
    'Schön',
    'greta@mueller-soehne.example',
    'Einkauf',
    'Müller & Söhne Werkzeugbau',
    '+49 221 5550 1214',
  ],
  ['Yuki', 'Aoki', 'yuki@mail.example', 'Ceramicist'],
  ['Aleksandr', 'Петров', 'petrov@mail.example', 'Translator'],
  ['Imani', 'Wanjikũ', 'imani@mail.example', 'Poet', undefined, '+254 20 555 0101'],
  ['D’Arcy', '"Dee" Quill', 'dee@mail.example', 'Signwriter ✍️'],
  ['Ola', 'Nordmann', 'ola@mail.example', undefined, undefined, '+47 22 55 03 03'],
  ['Ewa', 'Zielińska', undefined, 'Florist 💐', undefined, '+48 22 555 01 30'],
  ['Cher', 'Prince', 'cher@mail.example'],
];

export const NORTH_CONTACTS: SeedContact[] = NORTH.map(
  ([first_name, last_name, email = null, job_title = null, account, phone = null]) => ({
    first_name,
    last_name,
    email,
    job_title,
    phone,
    account,
  }),
);
