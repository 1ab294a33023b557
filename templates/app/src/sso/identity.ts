import type { Profile } from '@node-saml/node-saml';
import { z } from 'zod';
import type { Tenant } from '../engine/index.ts';

/** Who signs in, and for which of their groups, in the words of contract/sso.md §3. */
export interface Identity {
  user: { uid: string; email: string; firstName: string | null; lastName: string | null };
  group: { uid: string; name: string; orgUid: string | null };
  role: string;
  hubSession: HubSession | null;
}

/** What the hub is asked about later, to learn that the person signed out there (contract/sso.md §5). */
export interface HubSession {
  uid: string;
  token: string;
  /** When to ask; null: at once. */
  recheckAt: string | null;
}

/**
 * @throws {Error} when the hub left out what nobody can do without. Where people who sign out there are to be signed
 * out here, that includes its session: without one it could never be asked.
 */
export function readIdentity(profile: Profile, tenant: Pick<Tenant, 'sso'>): Identity {
  const result = attributesSchema.safeParse(firstValues(profile));
  if (!result.success) throw new Error(`attributes are missing: ${z.prettifyError(result.error)}`);
  const found = result.data;
  if (tenant.sso.singleLogout && !found.mno_session)
    throw new Error('attributes are missing: mno_session, which single logout needs');
  // In the mode "virtual" one person in two groups is two users.
  const virtual = tenant.sso.creationMode === 'virtual';
  return {
    user: {
      uid: virtual ? (found.virtual_uid ?? `${found.uid}.${found.group_uid}`) : found.uid,
      email: virtual ? (found.virtual_email ?? found.email) : found.email,
      firstName: found.name,
      lastName: found.surname,
    },
    group: {
      uid: found.group_uid,
      name: found.group_name ?? 'Default Group name',
      orgUid: found.group_org_uid,
    },
    role: found.group_role ?? 'Guest',
    hubSession: found.mno_session
      ? { uid: found.uid, token: found.mno_session, recheckAt: found.mno_session_recheck }
      : null,
  };
}

const text = z.string().regex(/\S/);
/** Blank is as good as absent. */
const optionalText = z.preprocess(
  (value) => (typeof value === 'string' && !value.trim() ? null : (value ?? null)),
  z.string().nullable(),
);

const attributesSchema = z.object({
  uid: text,
  virtual_uid: optionalText,
  email: text,
  virtual_email: optionalText,
  name: optionalText,
  surname: optionalText,
  group_uid: text,
  group_name: optionalText,
  group_org_uid: optionalText,
  group_role: optionalText,
  mno_session: optionalText,
  mno_session_recheck: optionalText,
});

/** Of an attribute with several values the first one counts (contract/sso.md §4). */
function firstValues(profile: Profile): Record<string, unknown> {
  const attributes = (profile.attributes ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
