import { type JsonObject, map, mapper } from '../engine/index.ts';
import { BaseEntity } from '../entity.ts';

// Left Connec!, right external.
export const contactMapper = mapper(
  [
    map('first_name', 'first_name'),
    map('last_name', 'last_name', { defaultToExternal: 'Unknown' }),
    map('email/address', 'email'),
    map('phone_work/landline', 'phone'),
    map('job_title', 'job_title'),
    map('organization_id', 'account_id', { toExternal: Number }),
    map('address_work/billing/line1', 'street'),
    map('address_work/billing/city', 'city'),
    map('address_work/billing/postal_code', 'postal_code'),
    map('address_work/billing/country', 'country'),
  ],
  { name: 'contact' },
);

/** People. The company of a contact is synchronized before it: see the order in index.ts. */
export class Contact extends BaseEntity {
  readonly connecName = 'person';
  readonly externalName = 'contact';
  readonly collection = 'contacts';
  readonly mapper = contactMapper;
  override readonly references = ['organization_id'];
  override readonly matchingFields = [['email/address']];

  nameFromConnec(record: JsonObject) {
    return fullName(record);
  }

  nameFromExternal(record: JsonObject) {
    return fullName(record);
  }
}

function fullName({ first_name, last_name }: JsonObject): string {
  return [first_name, last_name].filter(Boolean).join(' ');
}
