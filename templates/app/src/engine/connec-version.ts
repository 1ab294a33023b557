import ky from 'ky';
import type { Log } from './log.ts';
import { isObject } from './record.ts';
import type { Tenant } from './tenant.ts';

/** What version the hub of a tenant runs, for connectors that support several (contract 145, 146). */
export interface ConnecVersions {
  /** Like "1.1"; undefined when the hub does not say. Asked for once a day per tenant. */
  of(tenant: Tenant): Promise<string | undefined>;
  /** Whether it is older than `version`; true when it is not known. */
  isOlder(tenant: Tenant, version: string): Promise<boolean>;
}

const dayMs = 24 * 60 * 60 * 1000;

export function createConnecVersions(log: Log, now: () => Date = () => new Date()): ConnecVersions {
  const known = new Map<string, { version: string; until: number }>();

  async function of(tenant: Tenant): Promise<string | undefined> {
    const entry = known.get(tenant.name);
    if (entry && now().getTime() < entry.until) return entry.version;
    const version = await ask(tenant, log);
    if (version !== undefined) known.set(tenant.name, { version, until: now().getTime() + dayMs });
    return version;
  }

  return {
    of,
    async isOlder(tenant, version) {
      const running = await of(tenant);
      return running === undefined || compare(running, version) < 0;
    },
  };
}

async function ask({ name, connec }: Tenant, log: Log): Promise<string | undefined> {
  try {
    const answer: unknown = await ky(`${connec.host}/version`, {
      headers: { accept: 'application/json' },
      timeout: connec.timeoutSeconds * 1000,
    }).json();
    const branch = isObject(answer) ? answer.ci_branch : undefined;
    return typeof branch === 'string' ? branch.replaceAll('v', '') : undefined;
  } catch (error) {
    log.warn({ err: error, tenant: name }, 'the hub did not say its version');
    return undefined;
  }
}

/** 1.10 is newer than 1.9. */
function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i += 1) {
    const difference = (left?.[i] || 0) - (right?.[i] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
