/**
 * A question of a generator and, because prompts and flags must not drift apart, its flag as well.
 * `ask: false` makes it a flag only: it has a default good enough not to bother anybody.
 */
export interface Question {
  name: string;
  kind: 'argument' | 'text' | 'choice' | 'switch';
  /** Asked in a terminal, and the flag's description. */
  message: string;
  /** Name of the flag's value in the help: '--external <name>'. */
  value?: string;
  choices?: readonly string[];
  default?: () => string;
  ask?: boolean;
  /** Why an answer is not one, as the end of a sentence; undefined when it is fine. */
  whyNot?: (answer: string) => string | undefined;
}

/** What was answered: text by question, `true` for a switch that was given. */
export type Answers = Record<string, string | boolean | undefined>;

/** The flag of a question as commander wants it: '--package-manager <name>'. */
export function flagOf({ name, kind, value }: Question): string {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return kind === 'switch' ? flag : `${flag} <${value ?? 'name'}>`;
}
