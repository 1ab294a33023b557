/** What a field may hold. A date is a day, "2026-03-04"; an account is the id of one. */
export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'account' | 'lines';

/** A kind of record in Acme. */
export interface CollectionRules {
  /** Of one record, on pages and in webhooks. */
  singular: string;
  /** A workspace has one such record at most. */
  single?: boolean;
  fields: Record<string, FieldType>;
  required: readonly string[];
  /** The fields that name a record, in the order people read them. */
  title: readonly string[];
  /** The fields that lists of records show besides. */
  columns: readonly string[];
}

/** What a line of a document holds. */
export const LINE_FIELDS: Record<string, 'text' | 'number'> = {
  description: 'text',
  quantity: 'number',
  price: 'number',
};

const ADDRESS = { street: 'text', city: 'text', postal_code: 'text', country: 'text' } as const;
const REACHED = { email: 'text', phone: 'text' } as const;

export const COLLECTIONS: Record<string, CollectionRules> = {
  accounts: {
    singular: 'account',
    fields: { name: 'text', industry: 'text', phone: 'text', website: 'text', ...ADDRESS, active: 'boolean' },
    required: ['name'],
    title: ['name'],
    columns: ['industry', 'city', 'phone'],
  },
  contacts: {
    singular: 'contact',
    fields: {
      first_name: 'text',
      last_name: 'text',
      ...REACHED,
      job_title: 'text',
      account_id: 'account',
      ...ADDRESS,
      active: 'boolean',
    },
    required: ['last_name'],
    title: ['first_name', 'last_name'],
    columns: ['email', 'job_title', 'phone'],
  },
  leads: {
    singular: 'lead',
    fields: {
      first_name: 'text',
      last_name: 'text',
      ...REACHED,
      company: 'text',
      account_id: 'account',
      active: 'boolean',
    },
    required: ['last_name'],
    title: ['first_name', 'last_name'],
    columns: ['email', 'company', 'phone'],
  },
  products: {
    singular: 'product',
    fields: { code: 'text', name: 'text', description: 'text', price: 'number', active: 'boolean' },
    required: ['name'],
    title: ['name'],
    columns: ['code', 'price'],
  },
  invoices: {
    singular: 'invoice',
    fields: {
      number: 'text',
      subject: 'text',
      account_id: 'account',
      date: 'date',
      due: 'date',
      lines: 'lines',
      active: 'boolean',
    },
    required: ['subject'],
    title: ['subject'],
    columns: ['number', 'date', 'due'],
  },
  projects: {
    singular: 'project',
    fields: { name: 'text', description: 'text', account_id: 'account', active: 'boolean' },
    required: ['name'],
    title: ['name'],
    columns: ['description'],
  },
  company: {
    singular: 'company',
    single: true,
    fields: { name: 'text', currency: 'text', tax_number: 'text', ...REACHED, website: 'text', ...ADDRESS },
    required: ['name'],
    title: ['name'],
    columns: ['currency', 'city', 'phone'],
  },
};
