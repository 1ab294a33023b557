import { describe, expect, it } from 'vitest';
import { diffSchemas } from '../../src/schema/diff.ts';
import { lossesBetween } from '../../src/schema/losses.ts';
import { providerOf } from '../../src/schema/provider.ts';
import { oneModel } from '../support/schema-project.ts';

describe('the difference between two schemas', () => {
  it('is the whole schema when there was none before', async () => {
    expect(await diffSchemas(null, oneModel('sqlite'), 'sqlite')).toContain('CREATE TABLE "Pet" (');
    expect(await diffSchemas(null, oneModel('postgresql'), 'postgresql')).toMatch(
      /^-- CreateTable\nCREATE TABLE "Pet"/,
    );
  });

  it('is empty when only words changed', async () => {
    const commented = oneModel('sqlite').replace('model Pet', '/// Dear.\nmodel Pet');
    expect(await diffSchemas(oneModel('sqlite'), commented, 'sqlite')).toBe('');
  });

  it('adds a column without touching the others', async () => {
    const to = oneModel('sqlite').replace('name String', 'name String\n age Int?');
    expect(await diffSchemas(oneModel('sqlite'), to, 'sqlite')).toBe(
      '-- AlterTable\nALTER TABLE "Pet" ADD COLUMN "age" INTEGER;\n',
    );
  });

  it('quotes the defaults of Json columns, which Prisma leaves bare on SQLite', async () => {
    const to = oneModel(
      'sqlite',
      String.raw`
      model Toy {
        id Int @id
        a Json @default("{}")
        b Json? @default("[1, \"it's\"]")
      }`,
    );
    const sql = await diffSchemas(oneModel('sqlite'), to, 'sqlite');
    expect(sql).toContain(`"a" JSONB NOT NULL DEFAULT '{}',\n`);
    expect(sql).toContain(`"b" JSONB DEFAULT '[1, "it''s"]'\n`);
  });

  it('says where a schema is wrong', async () => {
    const wrong = oneModel('sqlite', 'model Toy {\n  id Foo\n}');
    await expect(diffSchemas(null, wrong, 'sqlite')).rejects.toThrow(/schema.prisma is not valid: .*"Foo"/);
  });
});

describe('what a change costs', () => {
  const before = oneModel('postgresql', 'model Toy {\n id Int @id\n size Int\n color String?\n}');

  async function losses(...edits: [find: string, replace: string][]) {
    const after = edits.reduce((text, [find, replace]) => text.replace(find, replace), before);
    return lossesBetween(before, after, await diffSchemas(before, after, 'postgresql'));
  }

  it('is nothing when columns and tables are added', async () => {
    expect(await losses(['size Int', 'size Int\n weight Int?\n old Int @default(1)'])).toEqual([]);
  });

  it('is the rows of a dropped table', async () => {
    expect(await losses(['model Pet', 'model Animal'])).toEqual([
      { kind: 'data', message: 'The table "Pet" goes, with all its rows.' },
    ]);
  });

  it('is the values of a dropped column', async () => {
    expect(await losses(['size Int', ''])).toEqual([
      { kind: 'data', message: 'The column "size" of "Toy" goes, with all its values.' },
    ]);
  });

  it('is the values that do not fit a changed type', async () => {
    expect(await losses(['size Int', 'size DateTime'])).toMatchObject([{ kind: 'data' }]);
  });

  it('is a migration that stops when rows lack what becomes required', async () => {
    const found = await losses(['color String?', 'color String\n code String @default(uuid())']);
    expect(found).toEqual([
      {
        kind: 'stop',
        message:
          'The column "color" of "Toy" becomes required: the migration fails while a row has no value in it.',
      },
      {
        kind: 'stop',
        message:
          'The column "code" of "Toy" is required and has no default: the migration fails while the table has rows.',
      },
    ]);
  });

  it('is a migration that stops when rows have a value that goes', async () => {
    const colors = `${oneModel('postgresql', 'enum Color {\n RED\n GREEN @map("green")\n}')}`;
    const from = colors.replace('name String', 'name String\n color Color');
    const to = from.replace(' GREEN @map("green")\n', '');
    expect(lossesBetween(from, to, await diffSchemas(from, to, 'postgresql'))).toEqual([
      {
        kind: 'stop',
        message: 'The value "green" of "Color" goes: the migration fails while a row has it.',
      },
    ]);
  });

  it('is a migration that stops when rows have the same of what becomes unique', async () => {
    expect(await losses(['size Int', 'size Int @unique'])).toEqual([
      {
        kind: 'stop',
        message: '"size" of "Toy" becomes unique: the migration fails while two rows have the same.',
      },
    ]);
    const [together] = await losses([
      'color String?',
      'color String? @map("paint")\n @@unique([size, color])',
    ]);
    expect(together?.message).toBe('The column "color" of "Toy" goes, with all its values.');
    expect(await losses(['color String?', 'color String?\n @@unique([size, color])'])).toEqual([
      {
        kind: 'stop',
        message:
          '"size" and "color" of "Toy" become unique together: the migration fails while two rows have the same.',
      },
    ]);
    expect(await losses(['size Int', 'size Int\n code String? @unique'])).toEqual([]);
    expect(await losses(['size Int', 'size Int\n code String @unique @default("x")'])).toMatchObject([
      { kind: 'stop', message: expect.stringContaining('"code" of "Toy" becomes unique') },
    ]);
    expect(await losses(['size Int', 'size Int\n code Int @unique @default(autoincrement())'])).toEqual([]);
  });

  it('is the values that do not fit a smaller type of the database', async () => {
    const wide = before.replace(
      'color String?',
      'color String? @db.VarChar(80)\n price Decimal @db.Decimal(12, 2)',
    );
    const between = async (...edits: [find: string, replace: string][]) => {
      const after = edits.reduce((text, [find, replace]) => text.replace(find, replace), wide);
      return lossesBetween(wide, after, await diffSchemas(wide, after, 'postgresql'));
    };
    expect(await between(['VarChar(80)', 'VarChar(8)'])).toEqual([
      {
        kind: 'data',
        message:
          'The column "color" of "Toy" changes from VarChar(80) to VarChar(8): values that do not fit are lost.',
      },
    ]);
    expect(await between(['Decimal(12, 2)', 'Decimal(12, 0)'])).toMatchObject([{ kind: 'data' }]);
    expect(await between(['size Int', 'size Int @db.SmallInt'])).toMatchObject([{ kind: 'data' }]);
    expect(
      await between(
        ['@db.VarChar(80)', '@db.Text'],
        ['Decimal(12, 2)', 'Decimal(14, 4)'],
        ['size Int', 'size BigInt'],
        ['name String', 'name String @db.Text'],
      ),
    ).toEqual([]);
  });

  it('does not take the copy that SQLite makes of a table for a dropped one', async () => {
    const from = oneModel('sqlite');
    const to = from.replace('name String', 'name String @default("Rex")');
    const sql = await diffSchemas(from, to, 'sqlite');
    expect(sql).toContain('DROP TABLE "Pet"');
    expect(lossesBetween(from, to, sql)).toEqual([]);
  });
});

describe('the provider of a schema', () => {
  it('is the one of its datasource, not of its generator', () => {
    expect(providerOf(oneModel('postgresql'))).toBe('postgresql');
  });

  it('must be one that connectors run on', () => {
    expect(() => providerOf(oneModel('sqlite').replace('"sqlite"', '"mysql"'))).toThrow(/provider "mysql"/);
    expect(() => providerOf('model A { id Int @id }')).toThrow(/no provider/);
  });
});
