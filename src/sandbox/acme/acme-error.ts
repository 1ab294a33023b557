/** Something Acme refuses, as its API says it: `{ error: { code, message, field? } }`. */
export class AcmeError extends Error {
  override name = 'AcmeError';
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

export const invalidField = (field: string, message: string) => new AcmeError(422, 'invalid', message, field);

export function errorBody({ code, message, field }: Pick<AcmeError, 'code' | 'message' | 'field'>) {
  return { error: { code, message, ...(field ? { field } : {}) } };
}
