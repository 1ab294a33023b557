import { expect, test } from 'vitest';
import { toPostgres } from '../../src/database/postgres-migrations.ts';
import { diffSchemas } from '../../src/schema/diff.ts';
import { oneModel } from '../support/schema-project.ts';

test('a migration that was edited is named, and one without its schema goes into the next', async () => {
  const [first, second, third] = [
    '',
    'model Toy {\n  id Int @id\n}',
    'model Toy {\n  id Int @id\n}\nmodel Ball {\n  id Int @id\n}',
  ].map((more) => oneModel('sqlite', more)) as [string, string, string];
  const sql = await diffSchemas(null, first, 'sqlite');
  const { migrations, notes } = await toPostgres(
    [
      { name: '0001_init', sql, schema: first },
      { name: '0002_toys', sql: await diffSchemas(first, second, 'sqlite') },
      {
        name: '0003_balls',
        sql: `${await diffSchemas(first, third, 'sqlite')}UPDATE "Pet" SET name = '';`,
        schema: third,
      },
    ],
    third,
  );
  expect(migrations.map(({ name }) => name)).toEqual(['0001_init', '0003_balls']);
  expect(migrations[1]?.sql).toMatch(/CREATE TABLE "Toy" [\s\S]+CREATE TABLE "Ball"/);
  expect(notes).toEqual([
    expect.stringMatching(/^prisma\/migrations\/0003_balls\/migration\.sql was edited by hand/),
    expect.stringMatching(/^prisma\/migrations\/0002_toys has no schema\.prisma\.txt/),
  ]);
});
