import { root } from '../api/links.ts';
import { mediaType } from '../api/media-type.ts';
import { parameters } from '../api/read.ts';
import type { Relationship, Resource } from '../api/resource.ts';
import { resourceOf } from '../api/resources.ts';
import { isWritable } from '../api/write.ts';
import { texts } from '../texts.ts';
import { parametersOf } from './json-api-parameters.ts';
import { refTo, writtenDocument } from './json-api-schemas.ts';
import type { Answer, Operation, Operations } from './operation.ts';

/** The operations of a resource of the JSON:API, from its declaration. */
export function jsonApiOperations(resource: Resource): Operations {
  const { type, relationships } = resource;
  const address = `${root}/${type}`;
  const named = Object.entries(relationships).map(([name, one]) => followed(resource, name, one));
  return {
    [`GET ${address}`]: {
      summary: words.list(type),
      ...reading(resource, parameters.ofMany, `${type}_page`),
    },
    [`GET ${address}/:id`]: {
      summary: words.show(type),
      ...reading(resource, parameters.ofOne, `${type}_document`, 404),
    },
    ...(isWritable(resource) ? written(resource, address) : {}),
    ...Object.assign({}, ...named),
  };
}

const words = texts.documentation.ofJsonApi;

const written = (resource: Resource, address: string): Operations => ({
  [`POST ${address}`]: writing(resource, 201),
  [`PATCH ${address}/:id`]: writing(resource, 200),
  [`PUT ${address}/:id`]: writing(resource, 200),
});

function followed({ type }: Resource, name: string, relationship: Relationship): Operations {
  const other = resourceOf(relationship.type);
  const address = `GET ${root}/${type}/:id`;
  const form = relationship.many ? 'page' : 'document';
  const [ofThem, ofIds] = relationship.many ? [parameters.ofMany, parameters.ofIds] : [parameters.ofOne, []];
  return {
    [`${address}/${name}`]: {
      summary: words.related(name, type),
      ...reading(other, ofThem, `${other.type}_${form}`, 404),
    },
    [`${address}/relationships/${name}`]: {
      summary: words.ids(name, type),
      ...reading(other, ofIds, `identifier_${form}`, 404),
    },
  };
}

function reading(
  resource: Resource,
  families: readonly string[],
  schema: string,
  ...refused: number[]
): Operation {
  return {
    tag: 'jsonApi',
    parameters: parametersOf(resource, families),
    answers: { 200: answer(schema), ...answers([400, ...refused, 406]) },
  };
}

function writing(resource: Resource, status: 200 | 201): Operation {
  const isNew = status === 201;
  const refused = [400, 403, 404, 406, 409, 413, 415, 422];
  return {
    summary: isNew ? words.create(resource.type) : words.change(resource.type),
    tag: 'jsonApi',
    parameters: parametersOf(resource, parameters.ofOne, resource.writing?.parameters),
    body: { [mediaType]: writtenDocument(resource, isNew) },
    answers: { [status]: answer(`${resource.type}_document`), ...answers(refused) },
  };
}

const answers = (statuses: readonly number[]): Operation['answers'] => ({
  401: {},
  ...Object.fromEntries(statuses.map((status) => [status, answer('errors')])),
});

const answer = (schema: string): Answer => ({ mediaType, schema: refTo(schema) });
