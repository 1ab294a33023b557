import type { FastifyInstance, RouteOptions } from 'fastify';
import { texts } from '../texts.ts';
import { jsonApiSchemas } from './json-api-schemas.ts';
import type { Answer, Operation, Schema } from './operation.ts';
import { operations } from './operations.ts';

/** What programs can ask of this connector, as OpenAPI 3.1 has it: of the routes that there are. */
export function describeApi({ connector, routeList }: Pick<FastifyInstance, 'connector' | 'routeList'>) {
  const { config, external } = connector;
  const words = texts.documentation;
  return {
    openapi: '3.1.0',
    info: {
      title: words.title(external.name),
      description: words.lead,
      version: config.build.commit ?? words.noVersion,
    },
    servers: [{ url: config.appUrl }],
    tags: Object.values(words.tags),
    paths: pathsOf(routeList),
    components: {
      schemas: jsonApiSchemas(),
      securitySchemes: {
        tenant: { type: 'http', scheme: 'basic', description: words.callers.tenant },
        monitor: { type: 'http', scheme: 'bearer', description: words.callers.monitor },
      },
    },
  };
}

export type ApiDocument = ReturnType<typeof describeApi>;

/** By path and method in small letters. */
type Paths = Record<string, Record<string, Described>>;
export type Described = ReturnType<typeof describeOperation>;

function pathsOf(routes: readonly RouteOptions[]): Paths {
  const paths: Paths = {};
  for (const route of routes)
    for (const method of [route.method].flat()) {
      const operation = operations[`${method} ${route.url}`];
      if (!operation) continue;
      for (const path of spellings(route.url)) {
        paths[path] = {
          ...paths[path],
          [method.toLowerCase()]: describeOperation(operation, route, method, path),
        };
      }
    }
  return paths;
}

/** "/groups/:id/:tenant?" is two paths: "/groups/{id}" and "/groups/{id}/{tenant}". */
function spellings(url: string): string[] {
  const path = url.replace(/:(\w+)\??/g, '{$1}');
  return url.endsWith('?') ? [path.slice(0, path.lastIndexOf('/')), path] : [path];
}

function describeOperation(operation: Operation, route: RouteOptions, method: string, path: string) {
  const words = texts.documentation;
  const { summary, description } = { ...words.operations[`${method} ${route.url}`], ...operation };
  const body = operation.body ?? checkedBody(route);
  return {
    operationId: [method.toLowerCase(), ...path.split(/\W+/).filter(Boolean)].join('_'),
    summary,
    ...(description ? { description } : {}),
    tags: [words.tags[operation.tag].name],
    security: securityOf(operation),
    parameters: [...pathParameters(path), ...(operation.parameters ?? [])].map(inWords),
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    responses: Object.fromEntries(
      Object.entries(operation.answers).map(([status, answer]) => [status, describeAnswer(status, answer)]),
    ),
  };
}

const securityOf = ({ by }: Operation): Record<string, []>[] =>
  by === 'anybody' ? [] : [{ [by ?? 'tenant']: [] }];

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const inWords = <Named extends { name: string }>(parameter: Named) => ({
  description: texts.documentation.of[parameter.name as 'id'],
  ...parameter,
});

/** What Fastify checks bodies against, in the words of OpenAPI 3.1. */
function checkedBody({ schema }: RouteOptions): Record<string, Schema> | undefined {
  if (!schema?.body) return undefined;
  const json = JSON.stringify(schema.body);
  const body = JSON.parse(json, (_, value) => (value?.nullable ? orNull(value) : value));
  return { 'application/json': body, 'application/x-www-form-urlencoded': body };
}

const orNull = ({ nullable: _, type, ...rest }: Schema): Schema => ({ ...rest, type: [type, 'null'] });

const contentOf = (body: Readonly<Record<string, Schema>>) =>
  Object.fromEntries(Object.entries(body).map(([mediaType, schema]) => [mediaType, { schema }]));

function describeAnswer(status: string, { schema, mediaType = 'application/json' }: Answer) {
  const description = texts.documentation.statuses[Number(status)] ?? status;
  return { description, ...(schema ? { content: { [mediaType]: { schema } } } : {}) };
}
