import type { Collection } from './collections.ts';
import type { Method } from './document.ts';
import { COLLECTION, type Envelope, recordIn } from './envelope.ts';
import type { Operation } from './operation.ts';
import type { Recognised } from './recognised.ts';
import { bare } from './schema.ts';

/** What is known after a record was created: the record, its address, or nothing. */
export type CreationAnswer = 'record' | 'location';

/** How records are updated. */
export function updateMethodOf({ update }: Collection): Recognised<Method> | undefined {
  return update && { value: update.method, because: `one record takes ${update.method.toUpperCase()}` };
}

/** What an update answers. */
export function updateAnswerOf({ update }: Collection): Recognised<'record' | 'nothing'> | undefined {
  if (!update) return undefined;
  return update.answer
    ? { value: 'record', because: 'an update answers the record' }
    : { value: 'nothing', because: 'an update answers nothing' };
}

/** What a creation answers. */
export function creationAnswerOf({ create }: Collection): Recognised<CreationAnswer> | undefined {
  if (create?.answer) return { value: 'record', because: 'a creation answers the record' };
  const location = create?.headers.some((name) => bare(name) === 'location');
  return location ? { value: 'location', because: 'a creation answers the header Location' } : undefined;
}

/** The header in which a creation carries a key, so that it is not made twice. */
export function keyHeaderOf({ create }: Collection): Recognised<string> | undefined {
  const header = create?.parameters.find(
    ({ in: place, name }) => place === 'header' && bare(name).includes('idempoten'),
  );
  return header?.name === undefined
    ? undefined
    : { value: header.name, because: `a creation takes "${header.name}"` };
}

/** The kind of body that records are written in. */
export function mediaTypeOf({ create, update }: Collection): Recognised<string> | undefined {
  const { body, otherBody } = create ?? update ?? {};
  const type = body?.mediaType === '*/*' ? 'application/json' : (body?.mediaType ?? otherBody);
  return type === undefined ? undefined : { value: type, because: `records are sent as ${type}` };
}

/** In what one record is answered. */
export function answerEnvelopeOf({
  name,
  get,
  create,
  update,
}: Collection): Recognised<Envelope> | undefined {
  return first([get, create, update], (operation) => recordIn(operation.answer, name));
}

/** In what one record is sent. */
export function bodyEnvelopeOf({ name, create, update }: Collection): Recognised<Envelope> | undefined {
  return first([create, update], (operation) => recordIn(operation.body?.schema, name));
}

/** Whether records of a collection are wrapped in its own name. */
export const namesCollection = ({ path }: Envelope): boolean => path.includes(COLLECTION);

function first<Fact>(
  operations: readonly (Operation | undefined)[],
  recognise: (operation: Operation) => Fact | undefined,
): Fact | undefined {
  return operations.map((operation) => operation && recognise(operation)).find((fact) => fact !== undefined);
}
