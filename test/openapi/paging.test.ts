import { describe, expect, test } from 'vitest';
import type { Parameter, Schema } from '../../src/openapi/document.ts';
import { orderOf } from '../../src/openapi/order.ts';
import { pagingOf } from '../../src/openapi/paging.ts';
import { count, flag, listCall, listOf, object, person, query, text } from './describe.ts';

const upTo = (maximum: number): Schema => ({ type: 'integer', maximum });
const address: Schema = { type: 'string', format: 'uri' };
const people = listOf(person);

describe('pages follow each other', () => {
  test.each<[string, Parameter[], Schema, object | undefined]>([
    [
      'by their number, and the next one is told',
      [query('page', count), query('per_page', upTo(200))],
      object({ people, next_page: count }),
      {
        style: 'page',
        parameter: 'page',
        first: 1,
        size: { parameter: 'per_page', records: 50 },
        more: { by: 'next page', at: ['next_page'] },
      },
    ],
    [
      'by their number, and the last one is told (JSON:API)',
      [query('page[number]', count), query('page[size]', upTo(30))],
      object({ data: people, meta: object({ pagination: object({ total_pages: count }) }) }),
      {
        style: 'page',
        parameter: 'page[number]',
        first: 1,
        size: { parameter: 'page[size]', records: 30 },
        more: { by: 'last page', at: ['meta', 'pagination', 'total_pages'] },
      },
    ],
    [
      'by their number from 0, until one is not full',
      [query('page', { type: 'integer', default: 0 }), query('size', upTo(100))],
      people,
      {
        style: 'page',
        parameter: 'page',
        first: 0,
        size: { parameter: 'size', records: 50 },
        more: { by: 'full page' },
      },
    ],
    [
      'by their number, until one is empty: nobody says how many a page has',
      [query('page')],
      people,
      { style: 'page', parameter: 'page', first: 1, more: { by: 'empty page' } },
    ],
    [
      'by the number of records before them (Zoho, Xero)',
      [query('offset', count), query('limit', count)],
      object({ items: people, total: count }),
      {
        style: 'offset',
        parameter: 'offset',
        size: { parameter: 'limit', records: 50 },
        more: { by: 'total', at: ['total'] },
      },
    ],
    [
      'by a cursor (Slack)',
      [query('cursor'), query('limit', count)],
      object({ members: people, response_metadata: object({ next_cursor: text }) }),
      {
        style: 'cursor',
        parameter: 'cursor',
        next: ['response_metadata', 'next_cursor'],
        size: { parameter: 'limit', records: 50 },
      },
    ],
    [
      'by a cursor that lies deep (HubSpot)',
      [query('after'), query('limit', upTo(100))],
      object({ results: people, paging: object({ next: object({ after: text, link: text }) }) }),
      {
        style: 'cursor',
        parameter: 'after',
        next: ['paging', 'next', 'after'],
        size: { parameter: 'limit', records: 50 },
      },
    ],
    [
      'by a token (Google)',
      [query('pageToken'), query('maxResults', count)],
      object({ items: people, nextPageToken: text }),
      {
        style: 'cursor',
        parameter: 'pageToken',
        next: ['nextPageToken'],
        size: { parameter: 'maxResults', records: 50 },
      },
    ],
    [
      'by the id of the last record (Stripe)',
      [query('starting_after'), query('ending_before'), query('limit', upTo(100))],
      object({ data: people, has_more: flag }),
      {
        style: 'cursor',
        parameter: 'starting_after',
        next: 'last id',
        hasMore: ['has_more'],
        size: { parameter: 'limit', records: 50 },
      },
    ],
    [
      'by an address in the answer (Django)',
      [query('page', count)],
      object({ count, next: address, previous: address, results: people }),
      { style: 'address', next: ['next'] },
    ],
    [
      'by an address among links (HAL, OData)',
      [],
      object({ value: people, '@odata.nextLink': text }),
      { style: 'address', next: ['@odata.nextLink'] },
    ],
    [
      'by an address that is wrapped',
      [query('limit', count)],
      object({
        items: people,
        _links: object({ next: object({ href: text }), self: object({ href: text }) }),
      }),
      { style: 'address', next: ['_links', 'next', 'href'], size: { parameter: 'limit', records: 50 } },
    ],
    ['in no way that is told', [query('q')], people, undefined],
    ['in no way that is told: a limit alone cuts off', [query('limit', count)], people, undefined],
    [
      'in no way that is told: a parameter that only sounds like it',
      [query('after', text, 'Only those created after this day')],
      object({ data: people }),
      undefined,
    ],
  ])('%s', (_how, parameters, answer, expected) => {
    expect(pagingOf(listCall(parameters, answer))?.value).toEqual(expected);
  });

  test('by the header Link (GitHub), which wins over a number', () => {
    const list = listCall([query('page', count), query('per_page', upTo(100))], people, { Link: {} });
    expect(pagingOf(list)).toEqual({
      value: { style: 'address', next: 'link header', size: { parameter: 'per_page', records: 50 } },
      because: 'it answers with the header Link',
    });
  });

  test('and the reason is told', () => {
    const list = listCall([query('page', count)], object({ data: people, meta: object({ hasMore: flag }) }));
    expect(pagingOf(list)?.because).toBe(
      'it has the parameter "page", and "meta.hasMore" tells whether more follow',
    );
  });
});

describe('the oldest change comes first', () => {
  const choice = (...choices: string[]): Schema => ({ type: 'string', enum: choices });
  test.each<[string, Parameter[], [string, string][] | undefined]>([
    [
      'by a value and its reverse',
      [query('sort', choice('name', 'updated_at', '-updated_at'))],
      [['sort', 'updated_at']],
    ],
    [
      'by a value that says so',
      [query('order', choice('updatedAt:asc', 'updatedAt:desc'))],
      [['order', 'updatedAt:asc']],
    ],
    [
      'by a field and a direction',
      [query('sort_by', choice('created', 'updated')), query('direction', choice('desc', 'asc'))],
      [
        ['sort_by', 'updated'],
        ['direction', 'asc'],
      ],
    ],
    ['not where the direction is unknown', [query('sort', choice('updated_at', 'name'))], undefined],
    ['not by who changed it', [query('sort', choice('updated_by', '-updated_by'))], undefined],
    ['not by anything', [query('sort')], undefined],
  ])('%s', (_how, parameters, expected) => {
    expect(orderOf(listCall(parameters, people))?.value).toEqual(expected);
  });
});
