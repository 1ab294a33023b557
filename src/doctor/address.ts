import type { Site } from './site.ts';

/** Where the connector believes itself to be, as its own configuration has it; no slash at the end. */
export function appUrl({ setting }: Site): string {
  const own = `http://${setting('HOST') ?? '127.0.0.1'}:${setting('PORT') ?? '3000'}`;
  return (setting('APP_URL') ?? own).replace(/\/+$/, '');
}
