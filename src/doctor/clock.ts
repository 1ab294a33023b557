import { type Finding, fail, pass, warn } from './finding.ts';
import { hubAddresses, platformRequest } from './hub.ts';
import type { Site } from './site.ts';

const WARN_SECONDS = 30;
const FAIL_SECONDS = 5 * 60;

/** The clocks of this machine and of the servers agree: who is newer depends on them, and so do signed answers. */
export async function checkClock(site: Site): Promise<Finding[]> {
  const platform = platformRequest(site);
  const others = [...(await hubAddresses(site)), site.setting('EXTERNAL_URL') ?? ''].filter((url) =>
    URL.canParse(url),
  );
  const requests = [...(platform ? [platform] : []), ...others.map((url) => [url] as const)];
  const findings = await Promise.all(requests.map(([url, headers]) => compare(site, url, headers)));
  return findings.flat();
}

async function compare(site: Site, url: string, headers?: Record<string, string>): Promise<Finding[]> {
  const answer = await site.reach(url, headers);
  if (!answer.reached || answer.skew === undefined) return [];
  const { host } = new URL(url);
  const seconds = Math.round(answer.skew / 1000);
  const message = `${host} is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine`;
  const advice = 'set both by a time server (NTP)';
  if (Math.abs(seconds) > FAIL_SECONDS) return [fail(message, advice)];
  if (Math.abs(seconds) > WARN_SECONDS) return [warn(message, advice)];
  return [pass(`as ${host} has it`)];
}
