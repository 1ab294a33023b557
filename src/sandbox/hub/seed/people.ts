import type { SeedOrganization } from './organizations.ts';

/** A person as they are written down here; `organization` is its name. */
export interface SeedPerson {
  first_name: string;
  last_name: string;
  email: string;
  job_title?: string;
  phone?: string;
  organization?: string;
  address?: SeedOrganization['address'];
}

type Row = [first: string, last: string, email: string, job?: string, organization?: string, phone?: string];

/** The first eight are known to Acme as well, by e-mail; some of their details differ. */
const FERN: Row[] = [
  ['Zoë', 'Castellanos', 'zoe@blueheron.example', 'Roaster', 'Blue Heron Coffee', '+44 117 496 0102'],
  [
    'Étienne',
    'Lefèvre',
    'etienne@jardins.example',
    'Directeur',
    'Société Générale des Jardins',
    '+33 1 99 00 10 21',
  ],
  ['Jürgen', 'Müller', 'juergen@mueller-soehne.example', 'Geschäftsführer', 'Müller & Söhne Werkzeugbau'],
  ['Priya', 'Raghunathan', 'priya@northwind.example', 'Buyer', 'Northwind Cycles', '+44 113 496 0111'],
  ['Walter', 'Okafor', 'walter@tidewater.example', 'Analyst', 'Tidewater Analytics', '+1 207 555 0118'],
  ['Siobhán', 'Ní Bhriain', 'siobhan@tidewater.example', 'Head of Data', 'Tidewater Analytics'],
  ['Hannah', 'Weiß', 'hannah@freelance.example', 'Photographer', undefined, '+49 30 5550 909'],
  ['Tomás', 'Quintero', 'tomas@blueheron.example', 'Barista', 'Blue Heron Coffee'],
  ['María José', 'Núñez', 'mj@pinata.example', 'Owner', 'Piñata Party Supplies 🎉', '+34 900 100 201'],
  ['Iker', 'Etxeberria', 'iker@pinata.example', 'Balloon artist 🎈', 'Piñata Party Supplies 🎉'],
  ['Åse', 'Ødegård', 'aase@odegard.example', 'Skipper', 'Ødegård Fiskeri', '+47 22 55 01 02'],
  ['Lars', 'Ødegård', 'lars@odegard.example', 'Skipper', 'Ødegård Fiskeri'],
  ['Fionn', 'O’Malley', 'fionn@omalley.example', 'Stonemason', 'O’Malley Stonework', '+353 1 555 0151'],
  ['さくら', '田中', 'tanaka@sakura.example', '部長', '株式会社さくら', '+81 3 5550 0198'],
  ['Kenji', 'Mori', 'mori@sakura.example', 'Sales', '株式会社さくら'],
  ['Beatrix', 'Holloway', 'bea@lanternloom.example', 'Weaver', 'Lantern & Loom', '+44 161 496 0120'],
  ['Dev', 'Anand', 'dev@lanternloom.example', 'Dyer', 'Lantern & Loom'],
  ['Agnieszka', 'Kowalska', 'aga@kowalski.example', 'Bäckerin', 'Kowalski Bäckerei', '+49 40 5550 778'],
  ['Piotr', 'Kowalski', 'piotr@kowalski.example', 'Bäcker', 'Kowalski Bäckerei'],
  ['Rosalind', 'Achebe', 'ros@greenfield.example', 'Head teacher', 'Greenfield "Ladybird" Nursery'],
  ['Noah', 'Lindqvist', 'noah@northwind.example', 'Mechanic', 'Northwind Cycles'],
  ['Chloé', 'Dubois', 'chloe@jardins.example', 'Paysagiste', 'Société Générale des Jardins'],
  ['Anton', 'Vogel', 'anton@mueller-soehne.example', 'Dreher', 'Müller & Söhne Werkzeugbau'],
  ['Ngọc', 'Trần', 'ngoc@tidewater.example', 'Engineer', 'Tidewater Analytics', '+1 207 555 0119'],
  ['Sam', 'Doyle', 'sam.doyle@mail.example', 'Consultant'],
  ['Ingrid', 'Sørensen', 'ingrid@mail.example', undefined, undefined, '+45 33 55 01 00'],
  ['Bo', 'Li', 'bo@mail.example', 'Translator'],
  ['Oluwaseun', 'Adébáyọ̀', 'seun@mail.example', 'Architect', undefined, '+234 1 555 0100'],
  ['Gwyneth', 'Llewellyn', 'gwyneth@mail.example', 'Harpist 🎵'],
  ['Marek', 'Dvořák', 'marek@mail.example', 'Luthier', undefined, '+420 255 501 010'],
];

const OAK: Row[] = [
  ['Olive', 'Barker', 'olive@acorn.example', 'Carpenter', 'Acorn Furniture', '+44 113 496 0191'],
  ['Zoë', 'Castellanos', 'zoe@blueheron.example', 'Roaster', 'Blue Heron Coffee'],
  ['Rufus', 'Ash', 'rufus@mail.example'],
];

export const FERN_PEOPLE: SeedPerson[] = FERN.map(personIn);
export const OAK_PEOPLE: SeedPerson[] = OAK.map(personIn);

function personIn([first_name, last_name, email, job_title, organization, phone]: Row): SeedPerson {
  return {
    first_name,
    last_name,
    email,
    ...(job_title ? { job_title } : {}),
    ...(phone ? { phone } : {}),
    ...(organization ? { organization } : {}),
  };
}
