import type { Access } from './auth.ts';
import type { Recognised } from './recognised.ts';

/** Where people use the application. */
export interface Home {
  /** "https://crm.example"; undefined: where the API is. */
  origin?: string;
}

/** People agree to the link on a page of the application. */
export function homeOf(access: Recognised<Access> | undefined): Recognised<Home> | undefined {
  const auth = access?.value.auth;
  if (auth?.kind !== 'oauth') return undefined;
  const address = auth.authorizationUrl;
  const origin = URL.canParse(address) ? new URL(address).origin : undefined;
  return {
    value: origin === undefined ? {} : { origin },
    because: `people agree to the link at ${origin ?? address}`,
  };
}
