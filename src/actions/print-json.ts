/** Prints a result for programs: one JSON document, with nothing else around it on standard output. */
export function printJson(result: object): void {
  console.log(JSON.stringify(result, null, 2));
}
