import type { Field } from '../connec/resources.ts';
import { plainFor } from './alike.ts';
import { hasPlace, type Place, placeOf } from './place.ts';
import { wordsOf } from './words.ts';

/** A field of the hub with what it may be called. */
export interface Meant {
  field: Field;
  names: readonly Name[];
  /** Which of several addresses or phones it belongs to; undefined where there is one of it. */
  place: Place | undefined;
  /** It is a line of an address, and numbered as such. */
  isLine: boolean;
}

/** A name that applications give a field of the hub. */
export interface Name {
  text: string;
  words: readonly string[];
  /** From 0 to 1, how surely that name means this field. */
  weight: number;
  /** The hub calls it so as well. */
  isOwn: boolean;
}

/**
 * The hub's own name of a field, and what applications usually call it.
 *
 * @param synonyms what the project calls the record that the field is the id of.
 */
export function meantBy(resource: string, field: Field, synonyms: readonly string[]): Meant {
  const { path, refersTo, type } = field;
  const place = `${resource}:${path}`;
  const [, own = '', others = ''] = USUAL.find(([pattern]) => pattern.test(place)) ?? [];
  const spoken = own === '' ? path.replace(/_id$/, refersTo ? '' : '_id') : own;
  const leaf = wordsOf(path.slice(path.lastIndexOf('/') + 1)).join();
  const name = (text: string, weight: number, isOwn = false): Name => {
    const words = wordsOf(text);
    return { text, words: plainFor(type, words), weight, isOwn: isOwn || words.join() === leaf };
  };
  return {
    field,
    names: [
      name(spoken, AMBIGUOUS.test(place) ? 0.85 : 1, true),
      ...synonyms.map((text) => name(text, 1)),
      ...others.split(', ').flatMap((text) => (text === '' ? [] : name(text, 0.92))),
    ],
    place: hasPlace(path) ? placeOf(path) : undefined,
    isLine: /\/line\d$/.test(path),
  };
}

// In most applications a person's title is what they do, and not how they are spoken to.
const AMBIGUOUS = /^(people|contacts|leads|app_users):title$/;

// Where a field is (collection:path), what it is in plain words ("" for its path), what else applications call it.
// The first that fits counts.
const USUAL: readonly (readonly [RegExp, string, string?])[] = [
  [/email\/address$/, 'email', 'mail, email address, mail address'],
  [/email\/address2$/, 'email', 'mail, email address, mail address'],
  [/website\/url2?$/, 'website', 'url, site, web site, web page, web address, website url, www, domain'],
  [/landline2?$/, 'phone', 'landline, phone number, telephone number'],
  [/mobile2?$/, 'mobile', 'cell, mobile phone, cell phone, mobile number, cellular, handy'],
  [/fax2?$/, 'fax', 'fax number, facsimile, telefax'],
  [/pager2?$/, 'pager'],
  [/\/skype$/, 'skype', 'skype id'],
  [
    /\/line1$/,
    'street',
    'line 1, address line 1, address 1, street 1, street line 1, street address, address, address street',
  ],
  [/\/line2$/, 'street 2', 'line 2, address line 2, address 2, street line 2, suite, apartment, unit'],
  [/\/city$/, 'city', 'town, locality, suburb, place'],
  [
    /\/region$/,
    'region',
    'state, province, county, state province, state or province, administrative area, state code',
  ],
  [/\/postal_code$/, 'postal code', 'zip, zip code, post code, plz'],
  [/\/country$/, 'country', 'country code, nation'],
  [/:first_name$/, '', 'given name, forename, christian name, first'],
  [/:last_name$/, '', 'surname, family name, last'],
  [/:birth_date$/, '', 'date of birth, born, born on, birth'],
  [/:job_title$/, '', 'job, position, role, function, occupation, designation, title'],
  [
    /^(people|contacts|leads|app_users):title$/,
    '',
    'salutation, honorific, prefix, name prefix, courtesy title',
  ],
  [
    /^(organizations|company):name$/,
    '',
    'company name, company, organization, organization name, business name, legal name, trading name, account name, display name, title',
  ],
  [/^(contacts|leads):name$/, '', 'full name, display name'],
  [/:company_name$/, '', 'company, employer, organization name, organization, account name, business name'],
  [/:assignee_id$/, '', 'owner, assigned to, user, responsible, account manager, sales rep, salesperson'],
  [/:organization_id$/, '', 'company, account, customer, client, business, employer'],
  [/:person_id$/, '', 'contact, customer contact'],
  [/:industry$/, '', 'sector, branch, line of business'],
  [/:annual_revenue$/, '', 'revenue, turnover, yearly revenue'],
  [
    /:number_of_employees$/,
    '',
    'employee, employee count, headcount, staff count, company size, number employee',
  ],
  [/:is_customer$/, '', 'customer'],
  [/:is_supplier$/, '', 'supplier'],
  [/:is_lead$/, '', 'lead, prospect, is prospect'],
  [/:lead_source$/, '', 'source, origin'],
  [/:sales_stage$/, '', 'stage, pipeline stage, deal stage, status'],
  [/:expected_close_date$/, '', 'close date, closing date, expected close, close on'],
  [/^opportunities:amount\/total_amount$/, 'amount', 'total amount, value, deal value, deal size, total'],
  [/:probability$/, '', 'win probability, likelihood, chance'],
  [/:hired_date$/, '', 'hire date, date hired, start date, joined on, employment start'],
  [/:gender$/, '', 'sex'],
  [/:social_security_number$/, '', 'ssn, national insurance number'],
  [
    /^employees:employee_id$/,
    'employee number',
    'employee id, employee code, staff number, personnel number',
  ],
  [/:tax_number$/, '', 'vat number, vat, vat id, tax id, ein, gst number'],
  [/:iban_number$/, '', 'iban'],
  [/:bic_code$/, '', 'bic, swift, swift code'],
  [/:account_number$/, '', 'bank account number'],
  [/^items:code$/, '', 'sku, item code, product code, article number, item number, product number, number'],
  [/^items:(product_)?name$/, '', 'product name, item name, title'],
  [
    /^items:sale_price\/net_amount$/,
    'sale price',
    'price, unit price, selling price, list price, net price, unit amount, retail price',
  ],
  [/^items:sale_price\/total_amount$/, 'gross sale price', 'gross price, price including tax'],
  [
    /^items:purchase_price\/net_amount$/,
    'purchase price',
    'cost, cost price, purchase cost, buying price, unit cost',
  ],
  [/^items:purchase_price\/total_amount$/, 'gross purchase price', 'gross cost'],
  [
    /:quantity_on_hand$/,
    '',
    'stock, quantity, in stock, on hand, inventory, stock level, stock quantity, inventory quantity',
  ],
  [/:quantity_available$/, '', 'available, available stock'],
  [/:minimum_quantity$/, '', 'minimum stock, reorder level, reorder point'],
  [/:is_inventoried$/, '', 'inventoried, track inventory, tracked, stock item'],
  [
    /:transaction_number$/,
    '',
    'number, document number, invoice number, order number, quote number, payment number, reference number',
  ],
  [/^(quotes):due_date$/, '', 'expiry date, valid until, expiration date, due, due on, due at'],
  [
    /:transaction_date$/,
    '',
    'date, invoice date, order date, quote date, payment date, issue date, issued, issued on, issued at, date issued, document date',
  ],
  [/:due_date$/, '', 'due, due on, due at, date due, payment due, payment due date, pay by'],
  [
    /^(invoices|sales_orders|purchase_orders|quotes|credit_notes|payments|journals):title$/,
    '',
    'subject, name, heading',
  ],
  [/:public_note$/, '', 'note, memo, message, comment, customer note'],
  [/:private_note$/, '', 'internal note, internal comment'],
  [
    /:amount\/total_amount$/,
    'total amount',
    'total, amount, grand total, total price, gross amount, gross total',
  ],
  [/:amount\/net_amount$/, 'net amount', 'sub total, net, net total'],
  [/:amount\/currency$/, 'currency', 'currency code'],
  [/(sale|purchase)_price\/currency$/, '', 'currency, currency code'],
  [/:currency$/, '', 'currency code'],
  [/:balance$/, '', 'amount due, outstanding, balance due, open amount, due amount, amount outstanding'],
  [/:deposit$/, '', 'amount paid, paid, paid amount, down payment'],
  [/:discount_percent$/, '', 'discount, discount rate'],
  [/:payment_reference$/, '', 'reference'],
  [/:(sale_tax_rate|rate)$/, '', 'rate, tax rate, percent'],
  [/:capacity$/, '', 'seat, maximum attendee'],
  [/^(opportunities|projects|events|teams|venues):name$/, '', 'title, subject'],
  [/:start_date$/, '', 'start, start at, start on, begin, begin date, from'],
  [/:end_date$/, '', 'end, end at, end on, until, to'],
  [/^events:url$/, '', 'link, website'],
  [/^(organizations|people|contacts|leads|warehouses|accounts):status$/, ''],
  [/:status$/, '', 'state, stage'],
  [/:type$/, '', 'kind, category'],
  [/:code$/, '', 'number, reference'],
  [/:description$/, '', 'note, comment, about, bio, remark, summary, detail'],
];
