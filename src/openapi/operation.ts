import type { Answer, Document, MediaType, Method, Parameter, Requirement, Schema } from './document.ts';
import { keyed, listed, named, textOf } from './given.ts';

/** A parameter that has a name. */
export type NamedParameter = Parameter & { name: string };

/** One call of an API. */
export interface Operation {
  method: Method;
  /** "/contacts/{id}", as the description has it. */
  path: string;
  parameters: NamedParameter[];
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
export function operationAt({ paths }: Document, path: string, method: Method): Operation | undefined {
  const item = named(paths, path);
  const operation = named(item as Record<string, object> | undefined, method) as
    | NonNullable<typeof item>[Method]
    | undefined;
  if (!operation) return undefined;
  const answers = keyed(operation.responses);
  const success = successOf(answers);
  const body = jsonOf(operation.requestBody?.content);
  const [otherBody] = body ? [] : keyed(operation.requestBody?.content);
  return {
    method,
    path,
    parameters: mergeParameters(item?.parameters, operation.parameters),
    ...(body && { body: { mediaType: body.type, schema: body.schema } }),
    ...(otherBody && { otherBody: otherBody[0] }),
    ...defined('answer', jsonOf(success?.content)?.schema),
    headers: keyed(success?.headers as Record<string, object> | undefined).map(([name]) => name),
    refusals: answers
      .filter(([status]) => /^4/.test(status) || status === 'default')
      .flatMap(([, answer]) => jsonOf(answer.content)?.schema ?? []),
    ...(Array.isArray(operation.security) && { security: listed(operation.security) }),
  };
}

/** The parameters of a call that travel in the query. */
export const queryOf = ({ parameters }: Operation): NamedParameter[] =>
  parameters.filter((parameter) => parameter.in === 'query');

/** How a call is written: "GET /contacts". */
export const callOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `${method.toUpperCase()} ${path}`;

// The first success that tells something.
function successOf(answers: readonly [string, Answer][]): Answer | undefined {
  const successes = answers.filter(([status]) => /^2/.test(status)).map(([, answer]) => answer);
  return successes.find(({ content }) => jsonOf(content)) ?? successes[0];
}

function jsonOf(
  content: Record<string, MediaType> | undefined,
): { type: string; schema: Schema | undefined } | undefined {
  const [found] = keyed(content).filter(([type]) => /[/+]json\b|^\*\/\*$/i.test(type));
  return found && { type: found[0], schema: listed([found[1].schema])[0] };
}

function mergeParameters(shared: Parameter[] | undefined, own: Parameter[] | undefined): NamedParameter[] {
  const all = [...listed(shared), ...listed(own)].flatMap((parameter) => {
    const name = textOf(parameter.name);
    const schema = listed([parameter.schema])[0];
    return name === undefined ? [] : [{ ...parameter, name, ...defined('schema', schema) }];
  });
  return [
    ...new Map(all.map((parameter) => [`${textOf(parameter.in)} ${parameter.name}`, parameter])).values(),
  ];
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [key in Name]?: Value };
}
