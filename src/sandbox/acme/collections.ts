/** What a field may hold. */
export type FieldType = 'text' | 'boolean' | 'account';

/** A kind of record in Acme. */
export interface CollectionRules {
  /** Of one record, on pages and in webhooks. */
  singular: string;
  fields: Record<string, FieldType>;
  required: readonly string[];
  /** The fields that name a record, in the order people read them. */
  title: readonly string[];
}

const ADDRESS = { street: 'text', city: 'text', postal_code: 'text', country: 'text' } as const;

export const COLLECTIONS: Record<string, CollectionRules> = {
  accounts: {
    singular: 'account',
    fields: { name: 'text', industry: 'text', phone: 'text', website: 'text', ...ADDRESS, active: 'boolean' },
    required: ['name'],
    title: ['name'],
  },
  contacts: {
    singular: 'contact',
    fields: {
      first_name: 'text',
      last_name: 'text',
      email: 'text',
      phone: 'text',
      job_title: 'text',
      account_id: 'account',
      ...ADDRESS,
      active: 'boolean',
    },
    required: ['last_name'],
    title: ['first_name', 'last_name'],
  },
};
