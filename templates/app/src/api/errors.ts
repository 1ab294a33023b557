import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { texts } from '../texts.ts';
import { send } from './media-type.ts';

/** An error object as JSON:API has it. */
export interface ErrorObject {
  status: string;
  code: string;
  title: string;
  detail: string;
  source?: Source | undefined;
}

/** What in the request is wrong: a parameter of its address, or a place in its document. */
type Source = { parameter: string } | { pointer: string };

type Kind = keyof typeof kinds;

/** The codes are those that clients of the original know (contract 239). */
const kinds = {
  invalidValue: { status: 422, code: '100' },
  unknownType: { status: 400, code: '101' },
  unknownFilter: { status: 400, code: '102' },
  unknownField: { status: 400, code: '104' },
  notAllowed: { status: 400, code: '105' },
  missing: { status: 400, code: '106' },
  invalidFilterValue: { status: 400, code: '107' },
  unknownInclude: { status: 400, code: '112' },
  tooManyIncluded: { status: 400, code: '112' },
  unknownSort: { status: 400, code: '114' },
  invalidPage: { status: 400, code: '117' },
  invalidPageValue: { status: 400, code: '118' },
  invalidFilter: { status: 400, code: '120' },
  invalidBody: { status: 400, code: '122' },
  forbidden: { status: 403, code: '403' },
  notFound: { status: 404, code: '404' },
  badMethod: { status: 405, code: '405' },
  notAcceptable: { status: 406, code: '406' },
  otherId: { status: 409, code: '110' },
  otherType: { status: 409, code: '116' },
  taken: { status: 409, code: '121' },
  badMediaType: { status: 415, code: '415' },
} satisfies Record<keyof typeof texts.api.titles, { status: number; code: string }>;

/** What is wrong with a request: all of it, where it is more than one thing. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly statusCode: number;
  readonly errors: readonly ErrorObject[];

  constructor(errors: readonly [ErrorObject, ...ErrorObject[]]) {
    super(errors.map(({ detail }) => detail).join(' '));
    this.statusCode = Number(errors[0].status);
    this.errors = errors;
  }
}

export function problem(kind: Kind, detail: string, source?: Source): ErrorObject {
  const { status, code } = kinds[kind];
  return { status: String(status), code, title: texts.api.titles[kind], detail, source };
}

/** @throws {ApiError} */
export function refuse(kind: Kind, detail: string, source?: Source): never {
  throw new ApiError([problem(kind, detail, source)]);
}

/** Answers for every error of the API's routes: ours, Fastify's, and those of the hooks before. */
export function answerError(error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply) {
  const status = error.statusCode ?? 500;
  if (status >= 500) request.log.error({ err: error }, 'request failed');
  else request.log.info({ status, reason: error.message }, 'request refused');
  return send(reply.code(status), {
    errors: error instanceof ApiError ? error.errors : [general(error, status)],
  });
}

function general({ message }: Error, status: number): ErrorObject {
  if (status === 415) return problem('badMediaType', texts.api.badMediaType);
  const detail = status >= 500 ? texts.errors.internal : message;
  const { title } = texts.errors.pages[status] ?? texts.errors.otherPage;
  return { status: String(status), code: String(status), title, detail };
}
