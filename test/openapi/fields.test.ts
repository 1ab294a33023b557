import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/openapi/document.ts';
import { createdAtOf, idOf, inactiveOf, updatedAtOf } from '../../src/openapi/fields.ts';
import { count, flag, instant, object, text } from './describe.ts';

const contact = (fields: Record<string, Schema>) => ({ record: object(fields), recordName: 'contact' });

test.each<[string[], object | undefined]>([
  [['name', 'id', 'uuid'], { path: ['id'], type: 'text' }],
  [['contact_id', 'account_id'], { path: ['{record}_id'], type: 'text' }],
  [['contactId', 'key'], { path: ['{record}Id'], type: 'text' }],
  [['uuid', 'name'], { path: ['uuid'], type: 'text' }],
  [['Id', 'Name'], { path: ['Id'], type: 'text' }],
  [['name', 'account_id'], undefined],
])('of the fields %j one names a record for good', (names, expected) => {
  expect(idOf(contact(Object.fromEntries(names.map((name) => [name, text]))))?.value).toEqual(expected);
});

test('an id is a number where the description says so', () => {
  expect(idOf(contact({ id: count }))?.value.type).toBe('number');
});

test.each<[Record<string, Schema>, object | undefined]>([
  [
    { updated_at: instant, created_at: instant },
    { path: ['updated_at'], form: 'instant' },
  ],
  [
    { updatedBy: text, lastModified: instant },
    { path: ['lastModified'], form: 'instant' },
  ],
  [{ UpdatedDateUTC: instant }, { path: ['UpdatedDateUTC'], form: 'instant' }],
  [{ LastModifiedDate: text }, { path: ['LastModifiedDate'], form: 'instant' }],
  [{ date_modified: { type: 'string', format: 'date' } }, { path: ['date_modified'], form: 'day' }],
  [
    { modified: { type: 'integer', description: 'Seconds since the Unix epoch' } },
    { path: ['modified'], form: 'seconds' },
  ],
  [
    { updated: { type: 'integer', format: 'int64', example: 1767225600000 } },
    { path: ['updated'], form: 'milliseconds' },
  ],
  [{ updated: count }, { path: ['updated'], form: undefined }],
  [{ meta: object({ updated_at: instant }) }, { path: ['meta', 'updated_at'], form: 'instant' }],
  [{ update: flag, change_count: count, modifier: text }, undefined],
])('%j says when a record was changed', (fields, expected) => {
  expect(updatedAtOf(contact(fields))?.value).toEqual(expected);
});

test.each<[Record<string, Schema>, string[] | undefined]>([
  [{ created_at: instant }, ['created_at']],
  [{ dateCreated: instant, updated: instant }, ['dateCreated']],
  [{ created: { type: 'integer', description: 'unix' } }, ['created']],
  [{ CreationDate: text }, ['CreationDate']],
  [{ creator: text, created_by: text }, undefined],
])('%j says when a record came to be', (fields, path) => {
  expect(createdAtOf(contact(fields))?.value.path).toEqual(path);
});

describe('a record is out of use', () => {
  const states = (...choices: string[]): Schema => ({ type: 'string', enum: choices });
  test.each<[string, Record<string, Schema>, object[] | undefined]>([
    ['when it is not active', { active: flag }, [{ path: ['active'], when: false }]],
    [
      'when it is archived or deleted',
      { is_archived: flag, deleted: flag },
      [
        { path: ['is_archived'], when: true },
        { path: ['deleted'], when: true },
      ],
    ],
    ['from a moment on', { archived_at: instant }, [{ path: ['archived_at'], when: 'set' }]],
    [
      'by its state',
      { contactStatus: states('ACTIVE', 'ARCHIVED') },
      [{ path: ['{record}Status'], when: { not: 'ACTIVE' } }],
    ],
    ['not by states of another kind', { status: states('active', 'lead', 'won') }, undefined],
    ['not by a text', { active: text }, undefined],
  ])('%s', (_how, fields, expected) => {
    expect(inactiveOf(contact(fields))?.value).toEqual(expected);
  });
});
