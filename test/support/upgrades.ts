import type { Changes } from './next-version.ts';

/** The line of the template's entity that the next version changes. */
export const ENTITY = 'export class Contact extends BaseEntity {';

const commented = (path: string, line: string) => [`app/${path}`, line, `${line} // next`] as const;

/** What the next version of the tests has: a change of every kind. */
export const changes: Changes = {
  texts: [
    commented('src/routes.ts', '/** Every URL of the connector. */'),
    commented('src/external.ts', '/** The application this connector keeps in step with Connec!. */'),
    commented('src/schedule.ts', `from './connector.ts';`),
    commented('src/entities/contact.ts', ENTITY),
    ['app/src/entities/index.ts', 'new Contact()', 'new Contact(/* next */)'],
    commented('src/engine/lease.ts', 'const leaseMs = 2 * 60 * 1000;'),
    commented('src/worker.ts', `from './boot.ts';`),
    ['app/package.json.tpl', '"<%= versions.fastify %>"', '"99.0.0"'],
    ['app/package.json.tpl', '"<%= versions.zod %>"', '"98.0.0"'],
  ],
  added: {
    'app/views/next.ejs': 'next\n',
    'app/src/next.ts': 'export const next = 1;\n',
    'app/src/engine/next.ts': 'export const next = 2;\n',
  },
  removed: ['app/src/pages/format.ts', 'app/src/pages/runs.ts', 'app/src/engine/names.ts'],
};

/** What is said of each file: the verb and the rest. */
export function linesOf(stdout: string): string[] {
  const lines = stdout
    .split('\n')
    .filter((line) => /^ *(create|update|merge|conflict|remove|skip) {2}/.test(line));
  return lines.map((line) => line.trim());
}
