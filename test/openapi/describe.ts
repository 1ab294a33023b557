import type { Document, Parameter, Schema } from '../../src/openapi/document.ts';
import { type Operation, operationAt } from '../../src/openapi/operation.ts';

/** Schemas in few words. */
export const text: Schema = { type: 'string' };
export const count: Schema = { type: 'integer' };
export const flag: Schema = { type: 'boolean' };
export const instant: Schema = { type: 'string', format: 'date-time' };
export const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', properties });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const person = object({ id: count, name: text });

export const query = (name: string, schema: Schema = text, description?: string): Parameter => ({
  name,
  in: 'query',
  schema,
  ...(description === undefined ? {} : { description }),
});

export const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });

/** A description with collections of people at those paths, each of which can be read and written. */
export function descriptionOf(paths: readonly string[], parts: Document = {}): Document {
  const all = paths.map((path) => {
    const suffix = /(\.json|\/)$/.exec(path)?.[0] ?? '';
    const item = `${path.slice(0, path.length - suffix.length)}/{id}${suffix}`;
    return {
      [path]: {
        get: { responses: { 200: json(listOf(person)) } },
        post: { requestBody: json(person), responses: { 201: json(person) } },
      },
      [item]: { get: { responses: { 200: json(person) } }, put: { responses: { 204: {} } } },
    };
  });
  return { ...parts, paths: { ...Object.assign({}, ...all), ...parts.paths } };
}

/** The call that lists something, with these parameters and this answer. */
export function listCall(
  parameters: Parameter[],
  answer: Schema,
  headers: Record<string, unknown> = {},
): Operation {
  const get = { parameters, responses: { 200: { headers, ...json(answer) } } };
  return operationAt({ paths: { '/people': { get } } }, '/people', 'get') as Operation;
}
