import { type Loss, lost, lostColumn, lostTable } from './losses.ts';

/** What a script loses as far as its statements say it: dropped tables and columns, deleted rows, changed types. */
export function lossesInSql(script: string): Loss[] {
  const statements = withoutTexts(script)
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim());
  const renamed = new Set(statements.map((statement) => RENAMED.exec(statement)?.[1]).map(bare));
  const losses = statements.flatMap((statement) => lossesIn(statement, renamed));
  return [...new Map(losses.map((loss) => [loss.message, loss])).values()];
}

const NAME = String.raw`(?:"?\w+"?\.)?("[^"]+"|\w+)`;
const RENAMED = new RegExp(`^ALTER TABLE .* RENAME TO ${NAME}`, 'i');
const DROPPED = new RegExp(`^DROP TABLE (?:IF EXISTS )?${NAME}`, 'i');
const DELETED = new RegExp(`^(?:TRUNCATE(?: TABLE)?(?: ONLY)?|DELETE FROM(?: ONLY)?) ${NAME}`, 'i');
const ALTERED = new RegExp(`^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?${NAME}`, 'i');
const DROPPED_COLUMN = new RegExp(`DROP COLUMN (?:IF EXISTS )?${NAME}`, 'gi');
const CHANGED_TYPE = new RegExp(`ALTER (?:COLUMN )?${NAME} (?:SET DATA )?TYPE `, 'gi');

function lossesIn(statement: string, renamed: ReadonlySet<string>): Loss[] {
  const dropped = bare(DROPPED.exec(statement)?.[1]);
  if (dropped) return renamed.has(dropped) ? [] : [lostTable(dropped)];
  const deleted = bare(DELETED.exec(statement)?.[1]);
  if (deleted) return [lost(`Rows of "${deleted}" are deleted.`)];
  const table = bare(ALTERED.exec(statement)?.[1]);
  if (!table) return [];
  const named = (pattern: RegExp) => [...statement.matchAll(pattern)].map(([, name]) => bare(name));
  return [
    ...named(DROPPED_COLUMN).map((column) => lostColumn(column, table)),
    ...named(CHANGED_TYPE).map((column) =>
      lost(`The type of the column "${column}" of "${table}" changes: values that do not fit are lost.`),
    ),
  ];
}

const bare = (name = ''): string => name.replaceAll('"', '');

// Comments, texts and the bodies of functions are no statements.
function withoutTexts(script: string): string {
  return script
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");
}
