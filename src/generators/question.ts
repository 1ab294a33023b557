/**
 * A question of a generator and, because prompts and flags must not drift apart, its flag as well.
 * `ask: false` makes it a flag only: it has a default good enough not to bother anybody.
 */
export interface Question {
  name: string;
  /** `arguments` and `texts` take several; a `denial` is a switch that is on and is turned off: '--no-write-connec'. */
  kind: 'argument' | 'arguments' | 'text' | 'texts' | 'choice' | 'switch' | 'denial';
  /** Asked in a terminal, and the flag's description. */
  message: string;
  /** Name of the flag's value in the help: '--external <name>'. */
  value?: string;
  choices?: readonly string[];
  default?: () => string;
  ask?: boolean;
  /** May be left out: neither asked nor given a default. */
  optional?: boolean;
  /** Why an answer is not one, as the end of a sentence; undefined when it is fine. */
  whyNot?: (answer: string) => string | undefined;
}

/** What was answered: text by question, a list where it takes several, whether a switch is on. */
export type Answers = Record<string, string | boolean | string[] | undefined>;

/** The flag of a question as commander wants it: '--package-manager <name>'. */
export function flagOf({ name, kind, value }: Question): string {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (kind === 'denial') return `--no-${words}`;
  return kind === 'switch' ? `--${words}` : `--${words} <${value ?? 'name'}>`;
}

/** Whether a question is one that a person can be asked in a line, or a default can answer. */
export function isOpen({ name, kind, optional }: Question, given: Answers): boolean {
  const answerable = kind === 'argument' || kind === 'text' || kind === 'choice';
  return answerable && !optional && given[name] === undefined;
}
