/**
 * An instant as SQLite keeps it: text of ISO 8601, with a space or a "T", in UTC where it names no zone; or
 * milliseconds. An invalid date when it is none.
 */
export function instantOf(value: unknown): Date {
  if (typeof value !== 'string') return new Date(Number(value));
  const [day = '', time = '00:00'] = value.split(/[T ]/, 2);
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(time);
  return new Date(`${day}T${time}${zoned ? '' : 'Z'}`);
}
