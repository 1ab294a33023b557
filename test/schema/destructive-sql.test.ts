import { describe, expect, it } from 'vitest';
import { lossesInSql } from '../../src/schema/destructive-sql.ts';

const messages = (sql: string) => lossesInSql(sql).map(({ message }) => message);

describe('what a script loses', () => {
  it.each([
    ['DROP TABLE "Pet";', 'The table "Pet" goes, with all its rows.'],
    ['drop table if exists public.pet cascade;', 'The table "pet" goes, with all its rows.'],
    [
      'ALTER TABLE "Pet" DROP COLUMN "a", DROP COLUMN b;',
      'The column "a" of "Pet" goes, with all its values.',
    ],
    ['TRUNCATE TABLE "Pet";', 'Rows of "Pet" are deleted.'],
    ['DELETE FROM pet WHERE id = 1;', 'Rows of "pet" are deleted.'],
    [
      'ALTER TABLE "Pet" ALTER COLUMN "a" SET DATA TYPE VARCHAR(8);',
      'The type of the column "a" of "Pet" changes: values that do not fit are lost.',
    ],
  ])('is seen in: %s', (sql, message) => {
    expect(messages(sql)).toContain(message);
  });

  it('is all of it, each once', () => {
    expect(
      messages('ALTER TABLE p DROP COLUMN a, DROP COLUMN IF EXISTS b;\nDELETE FROM q;\nDELETE FROM q;'),
    ).toEqual([
      'The column "a" of "p" goes, with all its values.',
      'The column "b" of "p" goes, with all its values.',
      'Rows of "q" are deleted.',
    ]);
  });

  it.each([
    ['comments', '-- DROP TABLE a;\n/* DELETE FROM b; */ CREATE TABLE c (id INTEGER);'],
    ['texts', "INSERT INTO log VALUES ('DROP TABLE a; DELETE FROM b');"],
    [
      'a copy of a table',
      'CREATE TABLE "new_a" (id INTEGER);\nDROP TABLE "a";\nALTER TABLE "new_a" RENAME TO "a";',
    ],
    [
      'what is no table',
      'DROP INDEX "a_key"; ALTER TABLE a DROP CONSTRAINT b; ALTER TABLE a ALTER COLUMN c DROP DEFAULT;',
    ],
  ])('is nothing in %s', (_what, sql) => {
    expect(messages(sql)).toEqual([]);
  });
});
