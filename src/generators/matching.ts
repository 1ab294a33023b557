/** The fields in an answer to --matching: "name, email/address" → ["name", "email/address"]. */
export const fieldsIn = (answer: string): string[] => answer.split(',').map((field) => field.trim());

/** Why an answer names no fields to match by, as the end of a sentence; undefined when it does. */
export function whyNotFields(answer: string): string | undefined {
  return fieldsIn(answer).includes('') ? 'a field is missing' : undefined;
}
