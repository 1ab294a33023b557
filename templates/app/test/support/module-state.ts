/**
 * What of a TypeScript file keeps state between calls, by its top level alone: variables, empty containers that wait
 * to be filled, and constants that are written to. @returns the first line of each.
 */
export function moduleState(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '').replace(/'[^'\n]*'/g, "''");
  const variables = code.match(/^(export )?(let|var) .*$/gm) ?? [];
  const statics = code.match(/^ +static (?!readonly|async|override|\w+[(<]).*$/gm) ?? [];
  const constants = [
    ...code.matchAll(
      /^(?:export )?const (\w+)[^=]*= (?=[{[(]|new )([\s\S]*?);(?=\n[^ })\]]|\n?(?![\s\S]))/gm,
    ),
  ];
  const kept = constants.filter(
    ([, name = '', value = '']) => waitsToBeFilled(value) || isWritten(code, name),
  );
  return [...variables, ...statics, ...kept.map(([text]) => text.split('\n')[0] ?? '')];
}

/** Of a function what is in it is made anew with every call, unless it is called at once. */
function waitsToBeFilled(value: string): boolean {
  if (value.startsWith('(')) return value.endsWith(')()');
  const withoutMethods = value.replace(/\) \{\}/g, ')');
  return /\{\}|\[\]|new \w+(<.*>)?\(\)|new (Array|Date)\b/.test(withoutMethods);
}

function isWritten(code: string, name: string): boolean {
  const path = String.raw`\b${name}(\.\w+|\[[^\]]*\])+`;
  return [
    String.raw`${path}\s*([-+*/|&?]{0,2}=(?![=>])|\+\+|--)`,
    String.raw`\b${name}\.(push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear)\(`,
    String.raw`Object\.(assign|defineProperty)\(${name}\b|\bdelete ${name}\b`,
  ].some((pattern) => new RegExp(pattern).test(code));
}
