import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likeness, wordsOf } from '../../src/matching/words.ts';

test.each([
  ['MailingZIPCode2', 'mailing zip code 2'],
  ['first_name', 'first name'],
  ['firstname', 'first name'],
  ['billing-address.line1', 'billing address line 1'],
  ['Amount__c', 'amount'],
  ['Straße', 'straße'],
  ['Número', 'numero'],
  ['is_customer', 'is customer'],
  ['addresses', 'address'],
  ['status', 'status'],
  ['invoiceNo', 'invoice number'],
  ['qty', 'quantity'],
  ['', ''],
])('the words of "%s" are "%s"', (name, words) => {
  expect(wordsOf(name).join(' ')).toBe(words);
});

test('any name has words that have the same words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const words = wordsOf(name);
      expect(words.every((word) => word !== '' && word === word.toLowerCase())).toBe(true);
    }),
  );
});

test('words are alike that are the same, cut short, or off by a letter', () => {
  expect(likeness('price', 'price')).toBe(1);
  expect(likeness('desc', 'description')).toBe(0.8);
  expect(likeness('industri', 'industry')).toBe(0.8);
  expect(likeness('country', 'county')).toBe(0.8);
  expect(likeness('industry', 'industryy')).toBe(0.8);
  expect(likeness('cit', 'city')).toBe(0);
  expect(likeness('email', 'phone')).toBe(0);
});

test('likeness does not depend on the order', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(likeness(one, other)).toBe(likeness(other, one));
    }),
  );
});
