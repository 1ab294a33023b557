import { timingSafeEqual } from 'node:crypto';

/** The name and secret of an `Authorization: Basic …` header. */
export function basicCredentials(header: string | undefined): { name: string; secret: string } | undefined {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(header ?? '') ?? [];
  const text = encoded && Buffer.from(encoded, 'base64').toString('utf8');
  const at = text ? text.indexOf(':') : -1;
  return text && at >= 0 ? { name: text.slice(0, at), secret: text.slice(at + 1) } : undefined;
}

/** `Basic …` for a call. */
export function basicHeader(name: string, secret: string): string {
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
}

/** Whether two secrets are equal, in a time that does not tell how much of them is. */
export function sameSecret(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
