import pluralize from 'pluralize';

/**
 * The words of a name, in lower case and in the singular, abbreviations written out: "MailingZIPCode2" → mailing, zip,
 * code, 2.
 */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/__c$/, '')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{L})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
    .flatMap((word) => (FULL.get(word) ?? singular(word)).split(' '));
}

// "is" and "has" are no plurals, and neither are "address" and "status", which pluralize knows.
const singular = (word: string) => (word.length > 3 ? pluralize.singular(word) : word);

/** How alike two words are, from 0 to 1: the same, written wrong, or cut short. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length >= 4 && long.startsWith(short)) return 0.8;
  return short.length >= 6 && isOneLetterOff(short, long) ? 0.8 : 0;
}

function isOneLetterOff(short: string, long: string): boolean {
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  const rest = short.slice(short.length === long.length ? from + 1 : from);
  return long.length - short.length <= 1 && rest === long.slice(from + 1);
}

// What is written short, written together, or has another spelling.
const FULL = new Map(
  Object.entries({
    acct: 'account',
    addr: 'address',
    amt: 'amount',
    birthdate: 'birth date',
    birthday: 'birth date',
    cellphone: 'cell phone',
    colour: 'color',
    companyname: 'company name',
    ctry: 'country',
    curr: 'currency',
    cust: 'customer',
    desc: 'description',
    descr: 'description',
    displayname: 'display name',
    dob: 'date of birth',
    duedate: 'due date',
    email: 'email',
    emailaddress: 'email address',
    familyname: 'family name',
    firstname: 'first name',
    fname: 'first name',
    fullname: 'full name',
    givenname: 'given name',
    homepage: 'website',
    inv: 'invoice',
    jobtitle: 'job title',
    lastname: 'last name',
    lname: 'last name',
    mobilephone: 'mobile phone',
    nr: 'number',
    num: 'number',
    no: 'number',
    org: 'organization',
    organisation: 'organization',
    pct: 'percent',
    percentage: 'percent',
    phonenumber: 'phone number',
    postalcode: 'postal code',
    postcode: 'postal code',
    qty: 'quantity',
    ref: 'reference',
    subtotal: 'sub total',
    tel: 'phone',
    telephone: 'phone',
    vendor: 'supplier',
    web: 'website',
    zipcode: 'zip code',
  }),
);
