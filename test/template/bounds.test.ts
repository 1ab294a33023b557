import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { templates } from '../support/schema-project.ts';

const read = (path: string) => readFile(join(templates, 'app', path), 'utf8');

/** Of a section of Markdown: the names in the first cell of each row of its table. */
function namedIn(markdown: string, heading: string): string[] {
  const [, section = ''] = markdown.split(`### ${heading}\n`);
  const [table = ''] = section.split(/^##/m);
  return [...table.matchAll(/^\| (`.+?`) \| .+ \|$/gm)].flatMap(([, cell = '']) =>
    cell.split(', ').map((name) => name.replaceAll('`', '')),
  );
}

test('no table is without a bound: a project’s README says of each of them what it is', async () => {
  const tables = [...(await read('prisma/schema.prisma')).matchAll(/@@map\("(\w+)"\)/g)].map(
    ([, name]) => name,
  );
  const models = (await read('prisma/schema.prisma')).match(/^model /gm);
  expect(tables).toHaveLength(models?.length ?? 0);
  const named = namedIn(await read('README.md.tpl'), 'What is kept, and for how long');
  expect(named.sort()).toEqual([...tables, '_prisma_migrations'].sort());
});
