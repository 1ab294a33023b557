import type { Group, User } from '../world.ts';

export interface Session {
  token: string;
  /** When the application must ask again whether the session is valid. */
  recheck: Date;
}

const MAIL_DOMAIN = 'mail.sandbox.example';
const TRIAL_END = '2099-12-31T23:59:59Z';

/** What the hub tells an application of a person and their company: every attribute of sso §3. */
export function attributesOf(user: User, group: Group, session: Session): Record<string, string> {
  const virtualUid = `${user.uid}.${group.uid}`;
  return {
    mno_uid: user.uid,
    mno_session: session.token,
    mno_session_recheck: session.recheck.toISOString(),
    uid: user.uid,
    virtual_uid: virtualUid,
    email: user.email,
    virtual_email: `${virtualUid}@${MAIL_DOMAIN}`,
    name: user.name,
    surname: user.surname,
    country: user.country,
    company_name: group.name,
    group_uid: group.uid,
    group_name: group.name,
    group_org_uid: group.channel,
    group_role: user.role,
    group_end_free_trial: TRIAL_END,
    group_has_credit_card: 'false',
    group_email: group.email,
    group_currency: group.currency,
    group_timezone: group.timezone,
    group_country: group.country,
    group_city: group.city,
    group_reseller_id: '',
    app_owner: 'true',
    organizations: '{}',
  };
}
