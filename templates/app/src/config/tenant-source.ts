import type { Variables } from './variables.ts';

/** Where the tenants' settings come from: a JSON file, or the developer platform that knows this connector. */
export type TenantSource = (
  | { file: string }
  | {
      platform: { host: string; apiPath: string; name: string; key: string; secret: string };
      /** The file in which the last good answer is kept, for a start while the platform is down. */
      copy?: string | undefined;
    }
) & {
  /** They are not loaded anew, and the platform is not asked at all: the copy of its last answer is taken. */
  skip?: boolean;
};

export function toTenantSource(vars: Variables): TenantSource {
  const skip = vars.SKIP_CONFIGURATION !== undefined;
  if (vars.TENANTS_FILE) return { file: vars.TENANTS_FILE, skip };
  return {
    skip,
    // A developer's sandbox lives elsewhere after each start: there an old copy would only mislead.
    copy: vars.TENANTS_COPY ?? (vars.NODE_ENV === 'production' ? 'data/tenants.copy' : undefined),
    platform: {
      host: vars.MNO_DEVPL_HOST.replace(/\/+$/, ''),
      apiPath: vars.MNO_DEVPL_API_PATH,
      name: vars.MNO_DEVPL_ENV_NAME,
      key: vars.MNO_DEVPL_ENV_KEY,
      secret: vars.MNO_DEVPL_ENV_SECRET,
    },
  };
}

/** The variables without which the tenants are not found. */
export function wrongTenantSource(env: NodeJS.ProcessEnv): string[] {
  if (env.TENANTS_FILE) return [];
  return ['MNO_DEVPL_ENV_NAME', 'MNO_DEVPL_ENV_KEY', 'MNO_DEVPL_ENV_SECRET']
    .filter((name) => !env[name])
    .map((name) => `  ${name}: write what the developer platform shows, or set TENANTS_FILE instead`);
}
