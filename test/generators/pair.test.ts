import { describe, expect, test } from 'vitest';
import { formatPair, parsePairs } from '../../src/generators/pair.ts';

const parse = (...words: string[]) => parsePairs(words);

describe('a pair', () => {
  test.each([
    ['first_name:FirstName', { connec: 'first_name', external: 'FirstName' }],
    ['email/address:Email', { connec: 'email/address', external: 'Email' }],
    ['notes[0]/text:note', { connec: 'notes[0]/text', external: 'note' }],
    ['name:fields/Name: full', { connec: 'name', external: 'fields/Name: full' }],
    ['code:C#1', { connec: 'code', external: 'C#1' }],
    ['organization_id:AccountId@organization', { external: 'AccountId', refersTo: 'organization' }],
    ['amount/total_amount:Amount#number', { external: 'Amount', type: 'number' }],
    ['person_id:owner@person#text', { external: 'owner', refersTo: 'person', type: 'text' }],
    ['person_id:owner#text@person', { external: 'owner', refersTo: 'person', type: 'text' }],
  ])('%s', (word, pair) => {
    expect(parse(word)).toEqual([expect.objectContaining(pair)]);
  });

  test('is written as it was read', () => {
    const word = 'person_id:owner#text@person';
    expect(parse(word).map(formatPair)).toEqual([word]);
  });

  test.each([
    ['first_name', 'a pair is written'],
    [':FirstName', 'a pair is written'],
    ['first_name:', 'a pair is written'],
    ['a//b:c', '"a//b" is no path'],
    ['lines[]/id:c', '"lines[]/id" is no path'],
    ['a:__proto__/b', 'no name of a field'],
    ['id:Id', 'kept by the engine'],
    ['amount:Amount#money', '"money" is none of text, number, boolean, date'],
  ])('%s is refused with the reason', (word, reason) => {
    expect(() => parse(word)).toThrow(reason);
  });

  test.each([
    [['name:Name', 'name:Title']],
    [['name:Name', 'title:Name']],
    [['address:Address', 'address/billing/city:City']],
    [['lines:Lines', 'lines[0]/description:First']],
    [['title:Tags', 'code:Tags[0]']],
  ])('%s: two that write one field are refused', (words) => {
    expect(() => parse(...words)).toThrow('write the same field');
  });
});
