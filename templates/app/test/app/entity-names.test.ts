import { expect, test } from 'vitest';
import { ComplexEntity } from '../../src/engine/index.ts';
import * as names from '../../src/pages/entity-names.ts';
import { Company } from '../support/memory-application.ts';

const part = (connecName: string, externalName: string) =>
  Object.assign(new Company(), { connecName, externalName });
class Sales extends ComplexEntity {
  readonly parts = [
    part('Invoice', 'Order'),
    part('Payment', 'Transaction'),
    part('Credit note', 'Refund'),
  ] as never;
}

test('a complex entity is called by all its kinds, like a sentence (contract 103)', () => {
  const [external, connec] = Object.values(names).map((name) => name(new Sales()));
  expect([external, connec]).toEqual([
    'Orders, transactions and refunds',
    'Invoices, payments and credit notes',
  ]);
});

test('a plain one by its own (contract 82)', () => {
  const [external, connec] = Object.values(names).map((name) => name(new Company() as never));
  expect([external, connec]).toEqual(['Companies', 'Organizations']);
});
