import { type Token, tokenize } from './filter-tokens.ts';
import { invalid } from './hub-error.ts';

export type Operator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';
export type Literal = string | number | boolean | null;

/** A `$filter` as a tree. A path is written `a/b`, whatever it was written like. */
export type Filter =
  | { kind: 'or' | 'and'; terms: Filter[] }
  | { kind: 'compare'; path: string; operator: Operator; literal: Literal };

const OPERATORS = new Map<string, Operator>([
  ['eq', 'eq'],
  ['ne', 'ne'],
  ['gt', 'gt'],
  ['gte', 'gte'],
  ['ge', 'gte'],
  ['lt', 'lt'],
  ['lte', 'lte'],
  ['le', 'lte'],
]);

const CONSTANTS = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads a `$filter` (connec-api §6.1): comparisons joined by `and` and `or`, `and` binding tighter, parentheses.
 *
 * @throws {HubError} 400 that says what was expected, and where.
 */
export function parseFilter(text: string): Filter {
  const tokens = new Tokens(tokenize(text));
  const filter = parseOr(tokens);
  if (tokens.next) throw expected('"and", "or" or the end', tokens.next);
  return filter;
}

/** What is left to read. */
class Tokens {
  readonly #tokens: Token[];
  #position = 0;
  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }
  get next(): Token | undefined {
    return this.#tokens[this.#position];
  }
  take(): Token | undefined {
    return this.#tokens[this.#position++];
  }
  takeWord(word: string): boolean {
    const found = this.next?.kind === 'word' && this.next.text === word;
    if (found) this.#position += 1;
    return found;
  }
}

const parseOr = (tokens: Tokens): Filter => parseJoined(tokens, 'or', parseAnd);
const parseAnd = (tokens: Tokens): Filter => parseJoined(tokens, 'and', parseTerm);

function parseJoined(tokens: Tokens, kind: 'or' | 'and', parse: (tokens: Tokens) => Filter): Filter {
  const terms = [parse(tokens)];
  while (tokens.takeWord(kind)) terms.push(parse(tokens));
  return terms.length === 1 && terms[0] ? terms[0] : { kind, terms };
}

function parseTerm(tokens: Tokens): Filter {
  const token = tokens.take();
  if (token?.kind === 'open') return parseGroup(tokens);
  if (token?.kind !== 'word') throw expected('a field or "("', token);
  const path = token.text.replaceAll('.', '/');
  return { kind: 'compare', path, operator: parseOperator(tokens), literal: parseLiteral(tokens) };
}

function parseGroup(tokens: Tokens): Filter {
  const filter = parseOr(tokens);
  const close = tokens.take();
  if (close?.kind !== 'close') throw expected('")"', close);
  return filter;
}

function parseOperator(tokens: Tokens): Operator {
  const token = tokens.take();
  const operator = token?.kind === 'word' ? OPERATORS.get(token.text) : undefined;
  if (!operator) throw expected(`one of ${[...OPERATORS.keys()].join(', ')}`, token);
  return operator;
}

function parseLiteral(tokens: Tokens): Literal {
  const token = tokens.take();
  if (token?.kind === 'literal') return token.value;
  const constant = token?.kind === 'word' ? CONSTANTS.get(token.text) : undefined;
  if (constant !== undefined) return constant;
  throw expected("'text', a number, true, false or null", token);
}

function expected(what: string, token: Token | undefined) {
  return invalid(`$filter: expected ${what} ${token ? `at character ${token.at + 1}` : 'at the end'}`);
}
