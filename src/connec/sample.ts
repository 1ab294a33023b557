import type { FieldType } from './resources.ts';

/** A plausible value for a field, for tests. */
export function sampleOf(path: string, type: FieldType): unknown {
  const leaf = path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
  if (type !== 'text') return BY_TYPE[type];
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? `some ${leaf.replaceAll('_', ' ')}`;
}

const BY_TYPE = {
  number: 42.5,
  boolean: true,
  date: '2026-03-04T00:00:00Z',
  id: '7',
  list: [],
};

const BY_PATH: readonly (readonly [RegExp, string])[] = [
  [/first_name$/, 'Ada'],
  [/last_name$/, 'Arkwright'],
  [/email\/address/, 'ada@fern.example'],
  [/website\/url/, 'https://fern.example'],
  [/^url$/, 'https://fern.example'],
  [/phone/, '+00 555 0100'],
  [/line1$/, '12 Fern Lane'],
  [/city$/, 'Calder'],
  [/region$/, 'Westmark'],
  [/postal_code$/, 'ZX1 0AB'],
  [/country$/, 'United Kingdom'],
  [/currency$/, 'EUR'],
  [/^job_title$/, 'Engineer'],
  [/^industry$/, 'Gardening'],
  [/^code$/, 'C1'],
  [/number$/, '1001'],
  [/^title$/, 'Spring delivery'],
  [/^(product_)?name$/, 'Fern & Co'],
];
