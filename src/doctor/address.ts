import { type Finding, fail, pass } from './finding.ts';
import type { Site } from './site.ts';

const CALLBACK = '/auth/external/callback';

/** Where the connector believes itself to be, as its own configuration has it; no slash at the end. */
export function appUrl({ setting }: Site): string {
  const own = `http://${setting('HOST') ?? '127.0.0.1'}:${setting('PORT') ?? '3000'}`;
  return (setting('APP_URL') ?? own).replace(/\/+$/, '');
}

/** The redirect URI that the connector sends to the application, which has to know it to the letter. */
export async function checkRedirect(site: Site): Promise<Finding[]> {
  const url = appUrl(site);
  const uri = `${url}${CALLBACK}`;
  if (!URL.canParse(url))
    return [fail(`APP_URL ${url} is no address`, 'write it as https://connector.example.com')];
  if (site.production && !site.setting('APP_URL'))
    return [fail(`${uri}, for APP_URL is not set`, 'write the address that people use into APP_URL')];
  if (site.production && new URL(url).protocol !== 'https:')
    return [fail(`${uri} is not encrypted`, 'serve the connector over https, and write that into APP_URL')];
  return [pass(`${uri} is what the application has to have registered`)];
}
