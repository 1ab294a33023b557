import { tsPlugin } from '@sveltejs/acorn-typescript';
import { type Comment, Parser } from 'acorn';

/** A node of the syntax tree, as far as it is looked at here. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

/** The text of src/entities/index.ts, understood. */
export interface Syntax {
  text: string;
  statements: Node[];
  comments: Comment[];
}

/** The text is not understood well enough to be edited; the message says what is in the way. */
export class NotUnderstoodError extends Error {
  override name = 'NotUnderstoodError';
}

/** @throws {NotUnderstoodError} when it is not TypeScript. */
export function parse(text: string): Syntax {
  const comments: Comment[] = [];
  try {
    const program = TypeScript.parse(text.replace(/^\uFEFF/, ' '), {
      sourceType: 'module',
      ecmaVersion: 'latest',
      locations: true,
      onComment: comments,
    });
    return { text, statements: program.body as unknown as Node[], comments };
  } catch (error) {
    throw new NotUnderstoodError(`it cannot be parsed: ${(error as Error).message}`);
  }
}

const TypeScript = Parser.extend(tsPlugin() as never);

/** The source text of a node. */
export const sourceOf = ({ text }: Syntax, { start, end }: Node): string => text.slice(start, end);
