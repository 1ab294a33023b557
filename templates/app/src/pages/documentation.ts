import type { ApiDocument, Described } from '../documentation/document.ts';
import { texts } from '../texts.ts';

/** The operations of the API as a page shows them, in the order of its tags. */
export function presentApi({ tags, paths }: ApiDocument) {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => present(method, path, operation)),
  );
  return tags
    .map((tag) => ({ ...tag, operations: all.filter((operation) => operation.tag === tag.name) }))
    .filter(({ operations }) => operations.length > 0);
}

const present = (method: string, path: string, operation: Described) => ({
  method: method.toUpperCase(),
  path,
  id: operation.operationId,
  tag: operation.tags[0],
  summary: operation.summary,
  description: operation.description,
  caller: callerOf(operation),
  lists: listsOf(operation).filter(([, lines]) => lines.length > 0),
});

function listsOf({ parameters, requestBody, responses }: Described): [string, Line[]][] {
  const words = texts.documentation;
  const mediaTypes = Object.keys(requestBody?.content ?? {});
  const answers = Object.entries(responses);
  return [
    [words.parameters, parameters.map(({ name, description }) => ({ name, words: description }))],
    [words.sent, mediaTypes.map((name) => ({ name, words: '' }))],
    [words.answers, answers.map(([name, { description }]) => ({ name, words: description }))],
  ];
}

interface Line {
  name: string;
  words: string;
}

function callerOf({ security: [scheme = {}] }: Described): string {
  const { callers } = texts.documentation;
  const [name = 'anybody'] = Object.keys(scheme);
  return callers[name as keyof typeof callers];
}
