import { z } from 'zod';

interface Documentation {
  paths: Record<string, Methods>;
  components: { schemas: Record<string, object> };
}
type Methods = Record<
  string,
  { responses: Record<string, { content?: Record<string, { schema: object }> }> }
>;

/** What /documentation says of answers, to hold real ones against it. */
export interface Documented {
  /** @throws {Error} when it says something else; of addresses that it does not know it says nothing. */
  check(method: string, url: string, answer: { status: number; mediaType: string; body: unknown }): void;
}

export async function readDocumentation(url: string): Promise<Documented> {
  const document = (await (await fetch(`${url}/documentation/json`)).json()) as Documentation;
  const { schemas } = document.components;
  // None of them refers to itself.
  const resolve = (schema: object = {}): object =>
    JSON.parse(JSON.stringify(schema), (_, value) =>
      value?.$ref ? resolve(schemas[value.$ref.split('/').at(-1)]) : value,
    );
  const known = new Map<object, z.ZodType>();
  return {
    check(method, path, { status, mediaType, body }) {
      const operation = operationsAt(document.paths, path)?.[method.toLowerCase()];
      if (!operation) return;
      const where = `${method} ${path} → ${status}`;
      const answer = operation.responses[status];
      if (!answer) throw new Error(`${where} is not in the documentation`);
      if (!answer.content) return;
      const content = answer.content[mediaType];
      if (!content) throw new Error(`${where} is ${mediaType}, the documentation says otherwise`);
      const schema =
        known.get(content.schema) ?? z.fromJSONSchema(resolve(content.schema) as object as never);
      known.set(content.schema, schema);
      const { error } = schema.safeParse(body);
      if (error) throw new Error(`${where} is not as documented: ${z.prettifyError(error)}`);
    },
  };
}

/** Of two that fit the one with fewer parameters is meant. */
function operationsAt(paths: Record<string, Methods>, path: string): Methods | undefined {
  const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
  const parameters = (template: string) => template.split('{').length;
  const [best] = Object.keys(paths)
    .filter(fits)
    .sort((a, b) => parameters(a) - parameters(b));
  return best === undefined ? undefined : paths[best];
}
