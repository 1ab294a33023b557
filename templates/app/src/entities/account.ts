import { type JsonObject, map, mapper } from '../engine/index.ts';
import { BaseEntity } from '../entity.ts';

// Left Connec!, right external.
export const accountMapper = mapper(
  [
    map('name', 'name'),
    map('industry', 'industry'),
    map('phone/landline', 'phone'),
    map('website/url', 'website'),
    map('address/billing/line1', 'street'),
    map('address/billing/city', 'city'),
    map('address/billing/postal_code', 'postal_code'),
    map('address/billing/country', 'country'),
  ],
  { name: 'account' },
);

/** Companies: an account of the application is an organization of Connec!. */
export class Account extends BaseEntity {
  readonly connecName = 'organization';
  readonly externalName = 'account';
  readonly collection = 'accounts';
  readonly mapper = accountMapper;
  override readonly matchingFields = [['name']];

  nameFromConnec(record: JsonObject) {
    return record.name as string;
  }

  nameFromExternal(record: JsonObject) {
    return record.name as string;
  }
}
