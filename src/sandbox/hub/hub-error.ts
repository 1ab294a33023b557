import { randomUUID } from 'node:crypto';

/** Something the hub refuses, as its API says it (connec-api §9). */
export class HubError extends Error {
  override name = 'HubError';
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, detail: string = title) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

export const notFound = (detail?: string) => new HubError(404, 'Resource not found', detail);
export const invalid = (detail: string) => new HubError(400, 'Validation failed', detail);

/** The body of an error answer, like JSON:API's. */
export function errorBody(error: Pick<HubError, 'status' | 'title' | 'message'>) {
  return {
    errors: [
      {
        id: randomUUID(),
        href: 'https://maestrano.github.io/connec/',
        status: String(error.status),
        code: error.title.toLowerCase().replaceAll(' ', '-'),
        title: error.title,
        detail: error.message,
      },
    ],
  };
}
