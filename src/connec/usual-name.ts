/** What applications usually call a field of the hub: "address_work/billing/line1" → "street". */
export function usualName(path: string): string {
  const leaf = path.slice(path.lastIndexOf('/') + 1);
  return USUAL.find(([pattern]) => pattern.test(path))?.[1] ?? leaf;
}

const USUAL: readonly (readonly [RegExp, string])[] = [
  [/email\/address$/, 'email'],
  [/landline$/, 'phone'],
  [/website\/url$/, 'website'],
  [/line1$/, 'street'],
  [/sale_price\/\w+_amount$/, 'price'],
  [/purchase_price\/\w+_amount$/, 'cost'],
  [/^amount\/\w+_amount$/, 'amount'],
  [/^transaction_number$/, 'number'],
  [/^transaction_date$/, 'date'],
  [/^public_note$/, 'note'],
];
