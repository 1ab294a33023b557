import { type Operation, queryOf } from './operation.ts';
import type { Recognised } from './recognised.ts';
import { bare, choicesOf } from './schema.ts';

/** Parameters that have a list answered with the oldest change first, as they are sent. */
export type Order = [name: string, value: string][];

const CHANGE = /^(last)?(date)?(updated?|modified|changed?)(at|on|date|time|utc)?$/;
const SORTS = /^(sort|sortby|sortfield|sortcolumn|orderby|order|ordering|orderfield)$/;
const DIRECTIONS =
  /^(direction|order|orderdirection|orderdir|sortorder|sortdirection|sortdir|sorttype|sortmode)$/;

/** Said in the value: "updated_at:asc", "updated_at asc", "+updated_at". */
const ASCENDING = /[\s:+_.-]*asc(ending)?$|^\+/i;

/**
 * How a list is asked for in the order of changes. Records that change while their pages are read then move behind
 * what was read, and are read again; in any other order one may be missed.
 */
export function orderOf(list: Operation): Recognised<Order> | undefined {
  const parameters = queryOf(list);
  for (const { name, schema } of parameters.filter((parameter) => SORTS.test(bare(parameter.name)))) {
    const choices = choicesOf(schema);
    const said = choices.find((choice) => ASCENDING.test(choice) && isChange(choice.replace(ASCENDING, '')));
    if (said !== undefined) return { value: [[name, said]], because: `"${name}" may be "${said}"` };
    const plain = choices.find(isChange);
    if (plain === undefined) continue;
    if (choices.includes(`-${plain}`))
      return {
        value: [[name, plain]],
        because: `"${name}" may be "${plain}", and "-${plain}" for the reverse`,
      };
    const direction = directionOf(parameters, name);
    if (direction) return { value: [[name, plain], direction], because: `"${name}" may be "${plain}"` };
  }
  return undefined;
}

function directionOf(parameters: ReturnType<typeof queryOf>, other: string): [string, string] | undefined {
  for (const { name, schema } of parameters) {
    if (name === other || !DIRECTIONS.test(bare(name))) continue;
    const ascending = choicesOf(schema).find((choice) => /^asc(ending)?$/i.test(choice));
    if (ascending !== undefined) return [name, ascending];
  }
  return undefined;
}

const isChange = (text: string): boolean => CHANGE.test(bare(text)) && !/^[-!]/.test(text);
