/** One kind of record on both sides. */
export interface Kind {
  /** What people call them. */
  name: string;
  /** The connector's name for it, on its forms and in its counts. */
  key: string;
  resource: string;
  collection: string;
  /** [Connec! path, Acme field] */
  fields: readonly (readonly [string, string])[];
  /** [Connec! path of a list of ids, Acme field] */
  references: readonly (readonly [string, string])[];
}

/**
 * What has to be the same on both sides. Written down here a second time on purpose: a mistake in the project's
 * mappers must not hide itself.
 */
export const kinds: readonly Kind[] = [
  {
    name: 'companies',
    key: 'account',
    resource: 'organizations',
    collection: 'accounts',
    fields: [
      ['name', 'name'],
      ['industry', 'industry'],
      ['phone/landline', 'phone'],
      ['website/url', 'website'],
      ['address/billing/line1', 'street'],
      ['address/billing/city', 'city'],
      ['address/billing/postal_code', 'postal_code'],
      ['address/billing/country', 'country'],
    ],
    references: [],
  },
  {
    name: 'people',
    key: 'contact',
    resource: 'people',
    collection: 'contacts',
    fields: [
      ['first_name', 'first_name'],
      ['last_name', 'last_name'],
      ['email/address', 'email'],
      ['phone_work/landline', 'phone'],
      ['job_title', 'job_title'],
      ['address_work/billing/line1', 'street'],
      ['address_work/billing/city', 'city'],
      ['address_work/billing/postal_code', 'postal_code'],
      ['address_work/billing/country', 'country'],
    ],
    references: [['organization_id', 'account_id']],
  },
];
