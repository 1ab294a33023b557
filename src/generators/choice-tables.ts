import { block } from '../code/layout.ts';
import { pairChoices } from '../matching/choices.ts';

/** How values become each other in code. */
export interface Converters {
  /** The options of the line, in code. */
  options?: string;
  /** What the options need above the mapping, in code. */
  declaration?: string;
}

/**
 * Two lists of values that say the same in other words: `choices`, or where something is missing on a side, a table
 * for each direction with gaps to be filled.
 *
 * @param name of the field in the application, as a constant can be called.
 */
export function tablesOf(
  connec: readonly string[],
  external: readonly string[],
  name: string,
): Converters & { sample?: { connec: string; external: string } } {
  const { toExternal, toConnec } = pairChoices(connec, external);
  const found = connec.find((choice) => toConnec[toExternal[choice] ?? ''] === choice);
  const sample = found ? { sample: { connec: found, external: toExternal[found] as string } } : {};
  if (isComplete(toExternal, toConnec)) {
    const declaration = `const ${name}Choices = choices(${block(toExternal, '')});`;
    return { options: `${name}Choices`, declaration, ...sample };
  }
  const pascal = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    options: `{
  toExternal: (choice) => external${pascal}[choice],
  toConnec: (choice) => connec${pascal}[choice],
}`,
    declaration: `// What is undefined has nothing on the other side, and is not sent: say what it becomes there.
const external${pascal} = ${block(toExternal, '')} as const;
const connec${pascal} = ${block(toConnec, '')} as const;`,
    ...sample,
  };
}

type Table = Record<string, string | undefined>;

// `choices` is read from left to right, and comes back to the first that has a value.
function isComplete(toExternal: Table, toConnec: Table): boolean {
  const pairs = Object.entries(toExternal);
  const back = (value: string) => pairs.find(([, other]) => other === value)?.[0];
  return (
    pairs.every(([, value]) => value !== undefined) &&
    Object.entries(toConnec).every(([value, choice]) => choice !== undefined && back(value) === choice)
  );
}
