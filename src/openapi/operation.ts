import type { Answer, Document, MediaType, Method, Parameter, Requirement, Schema } from './document.ts';

/** One call of an API. */
export interface Operation {
  method: Method;
  /** "/contacts/{id}", as the description has it. */
  path: string;
  parameters: Parameter[];
  /** What it takes; undefined when it takes nothing, or no JSON. */
  body?: { mediaType: string; schema: Schema | undefined };
  /** The kind of body it takes where that is no JSON: "application/x-www-form-urlencoded". */
  otherBody?: string;
  /** What a success answers; undefined when it answers nothing. */
  answer?: Schema;
  /** Headers of a success. */
  headers: string[];
  /** What its refusals (4xx) answer. */
  refusals: Schema[];
  /** What it takes to be allowed to, if this is not what the whole API takes. */
  security?: Requirement[];
}

/** The call of a method at a path; undefined when the description has none. */
export function operationAt({ paths = {} }: Document, path: string, method: Method): Operation | undefined {
  const item = paths[path];
  const operation = item?.[method];
  if (!operation) return undefined;
  const answers = Object.entries(operation.responses ?? {});
  const success = successOf(answers);
  const body = jsonOf(operation.requestBody?.content);
  const [otherBody] = body ? [] : Object.keys(operation.requestBody?.content ?? {});
  return {
    method,
    path,
    parameters: mergeParameters(item?.parameters, operation.parameters),
    ...(body && { body: { mediaType: body[0], schema: body[1].schema } }),
    ...(otherBody !== undefined && { otherBody }),
    ...defined('answer', jsonOf(success?.content)?.[1].schema),
    headers: Object.keys(success?.headers ?? {}),
    refusals: answers
      .filter(([status]) => /^4/.test(status) || status === 'default')
      .flatMap(([, answer]) => jsonOf(answer.content)?.[1].schema ?? []),
    ...defined('security', operation.security),
  };
}

/** The parameters of a call that travel in the query. */
export const queryOf = ({ parameters }: Operation): Parameter[] =>
  parameters.filter((parameter) => parameter.in === 'query');

/** How a call is written: "GET /contacts". */
export const callOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `${method.toUpperCase()} ${path}`;

// The first success that tells something.
function successOf(answers: readonly [string, Answer][]): Answer | undefined {
  const successes = answers.filter(([status]) => /^2/.test(status)).map(([, answer]) => answer);
  return successes.find(({ content }) => jsonOf(content)) ?? successes[0];
}

function jsonOf(content: Record<string, MediaType> = {}): [string, MediaType] | undefined {
  return Object.entries(content).find(([type]) => /[/+]json\b|^\*\/\*$/i.test(type));
}

function mergeParameters(shared: Parameter[] = [], own: Parameter[] = []): Parameter[] {
  const all = [...shared, ...own].map(
    (parameter) => [`${parameter.in} ${parameter.name}`, parameter] as const,
  );
  return [...new Map(all).values()];
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [key in Name]?: Value };
}
