import { literal } from '../code/layout.ts';
import type { FieldType } from '../connec/resources.ts';
import { sampleOf } from '../connec/sample.ts';
import type { Choice } from '../description/keywords.ts';
import { listedChoices, type Schema } from '../description/schema.ts';
import { type Held, heldBy } from '../matching/kinds.ts';
import { type Converters, tablesOf } from './choice-tables.ts';

/** How a field of the hub becomes one of the application whose type is known, and comes back. */
export interface Conversion extends Converters {
  /** The same value on both sides, for the test; undefined where no value is. */
  sample?: { connec: unknown; external: unknown };
}

/** A field of the hub, as far as its type goes. */
export interface ConnecField {
  path: string;
  type: FieldType;
  choices?: readonly string[];
}

/** How one becomes the other; undefined where no value can. `leaf` names constants of the code. */
export function conversionOf(field: ConnecField, schema: Schema, leaf: string): Conversion | undefined {
  const held = heldBy(schema);
  const listed = listedChoices(schema);
  if (listed) return choiceConversion(field, listed, held, leaf);
  if (field.choices && held !== 'text' && held !== 'any') return undefined;
  const convert = CONVERSIONS[`${field.type} ${held}`];
  const first = field.choices?.[0] ?? sampleOf(field.path, field.type);
  return convert?.(held === 'number' && schema.isWhole && first === 42.5 ? 42 : first);
}

const same = (value: unknown): Conversion => ({ sample: { connec: value, external: value } });

function pair(toExternal: string, toConnec: string, connec: unknown, external: unknown): Conversion {
  const flat = `{ toExternal: ${toExternal}, toConnec: ${toConnec} }`;
  // What looks like options of its own within a text would be taken for some where lines are broken.
  const isPlain = !/, \w+:/.test(toExternal + toConnec);
  const options = isPlain ? flat : `{\n  toExternal: ${toExternal},\n  toConnec: ${toConnec},\n}`;
  return { options, sample: { connec, external } };
}

const DAY = '2026-03-04';
const INSTANT = `${DAY}T00:00:00.000Z`;

const CONVERSIONS: Partial<Record<`${FieldType} ${Held}`, (sample: unknown) => Conversion>> = {
  'text text': same,
  'text any': same,
  'text day': () => same(DAY),
  'text instant': () => same(INSTANT),
  'text number': () => pair('Number', 'String', '42', 42),
  'text boolean': () => pair("(text) => text === 'true'", 'String', 'true', true),
  'number number': same,
  'number seconds': same,
  'number any': same,
  'number text': (value) => pair('String', 'Number', value, String(value)),
  'number boolean': () => pair('Boolean', 'Number', 1, true),
  'boolean boolean': same,
  'boolean any': same,
  'boolean text': () => pair('String', "(text) => text === 'true'", true, 'true'),
  'boolean number': () => pair('Number', 'Boolean', true, 1),
  'date instant': same,
  'date text': same,
  'date any': same,
  'date day': () => ({
    options: `{
  toExternal: (instant) => instant.slice(0, 10),
  toConnec: (day) => \`\${day}T00:00:00Z\`,
}`,
    sample: { connec: `${DAY}T00:00:00Z`, external: DAY },
  }),
  'date seconds': seconds,
  'date number': seconds,
  'id text': same,
  'id any': () => ({ options: '{ toConnec: String }', sample: { connec: '7', external: '7' } }),
  'id number': () => pair('Number', 'String', '7', 7),
  'list list': same,
  'list any': same,
};

function seconds(): Conversion {
  return {
    options: `{
  toExternal: (instant) => Date.parse(instant) / 1000,
  toConnec: (seconds) => new Date(Number(seconds) * 1000).toISOString(),
}`,
    sample: { connec: INSTANT, external: Date.parse(INSTANT) / 1000 },
  };
}

function choiceConversion(
  { type, choices }: ConnecField,
  all: readonly Choice[],
  held: Held,
  leaf: string,
): Conversion | undefined {
  const [first] = all;
  const union = all.map((choice) => literal(choice, '')).join(' | ');
  if (type === 'boolean') return yesOrNo(all);
  if (choices) return held === 'text' ? ofTables(choices, all.map(String), leaf) : undefined;
  if (type === 'text' && held === 'text') return same(first);
  if (type === 'number' && held === 'number') return same(first);
  if (type === 'text' && held === 'number')
    return pair(`(text) => Number(text) as ${union}`, 'String', String(first), first);
  if (type === 'number' && all.every((choice) => String(Number(choice)) === choice))
    return pair(`(number) => String(number) as ${union}`, 'Number', Number(first), first);
  return undefined;
}

const YES = /^(true|yes|y|on|active|enabled|1)$/i;

function yesOrNo(choices: readonly Choice[]): Conversion | undefined {
  const yes = choices.find((choice) => YES.test(String(choice))) ?? choices[0];
  const no = choices.find((choice) => choice !== yes);
  if (yes === undefined || no === undefined) return undefined;
  const [one, other] = [literal(yes, ''), literal(no, '')];
  return pair(`(yes) => (yes ? ${one} : ${other})`, `(choice) => choice === ${one}`, true, yes);
}

function ofTables(connec: readonly string[], external: readonly string[], leaf: string): Conversion {
  if (connec.length === external.length && connec.every((choice) => external.includes(choice)))
    return same(connec[0]);
  return tablesOf(connec, external, leaf);
}
