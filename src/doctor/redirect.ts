import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../actions/shell.ts';
import { appUrl } from './address.ts';
import { type Finding, fail, hint, pass, warn } from './finding.ts';
import { type Answer, troubleOf } from './reach.ts';
import type { Site } from './site.ts';

const CALLBACK = '/auth/external/callback';
const SETTINGS = ['EXTERNAL_URL', 'EXTERNAL_CLIENT_ID', 'EXTERNAL_CLIENT_SECRET'];

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
  if (SETTINGS.some((name) => !site.setting(name)))
    return [pass(`${uri} is what the application has to have registered`)];
  return [await askApplication(site, uri)];
}

async function askApplication(site: Site, uri: string): Promise<Finding> {
  const endpoint = await authorizationEndpoint(site);
  if (endpoint === 'form') return pass('none is needed, for accounts are linked by a form');
  if (!endpoint) return notAsked(uri, 'where it links accounts is not known');
  const answer = await site.reach(linkAddress(endpoint, uri, site));
  const trouble = troubleOf(answer);
  if (!answer.reached || trouble) return notAsked(uri, `it ${trouble}`);
  return verdict(uri, endpoint.host, answer);
}

function notAsked(uri: string, reason: string): Finding {
  const message = `${uri} has to be registered with the application, which could not be asked: ${reason}`;
  return hint(message, 'compare it by hand with what is registered there');
}

/** As src/external.ts has it, where it links by OAuth; undefined when it cannot be run, or is not as it came. */
async function authorizationEndpoint({ folder, setting }: Site): Promise<URL | 'form' | undefined> {
  const isSource = existsSync(join(folder, 'node_modules/tsx'));
  // Without the secret: other users of the machine see how programs are called.
  const settings = {
    url: setting('EXTERNAL_URL'),
    clientId: setting('EXTERNAL_CLIENT_ID'),
    clientSecret: '',
  };
  const code = `
    const { Application } = await import('${isSource ? './src/external.ts' : './dist/external.js'}');
    const { linking } = new Application(${JSON.stringify(settings)});
    console.log('fields' in linking ? 'form' : linking.authorizationEndpoint);`;
  const loader = isSource ? ['--import', 'tsx'] : [];
  const said = await run(process.execPath, [...loader, '--input-type=module', '--eval', code], folder).catch(
    () => '',
  );
  const line = said.trim().split('\n').at(-1) ?? '';
  if (line === 'form') return line;
  return URL.canParse(line) ? new URL(line) : undefined;
}

// What the connector sends a browser to when an account is linked (RFC 6749 §4.1.1, RFC 7636 §4.3).
function linkAddress(endpoint: URL, uri: string, { setting }: Site): string {
  const address = new URL(endpoint);
  const challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
  const query = {
    response_type: 'code',
    client_id: setting('EXTERNAL_CLIENT_ID') ?? '',
    redirect_uri: uri,
    state: randomBytes(16).toString('base64url'),
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}

function verdict(uri: string, host: string, answer: Extract<Answer, { reached: true }>): Finding {
  const advice = 'register it there to the letter, and compare EXTERNAL_CLIENT_ID';
  const error = errorIn(answer.location);
  if (error) return fail(`${uri} is refused by ${host} (${error})`, advice);
  // A page for people may be closed to programs.
  if ([403, 429].includes(answer.status))
    return warn(`${host} answers ${answer.status} where accounts are linked`, 'link one in a browser');
  if (answer.status >= 400) return fail(`${uri} is refused by ${host} (${answer.status})`, advice);
  return pass(`${uri} is not refused by ${host}`);
}

/** What an answer that leads back to us says is wrong (RFC 6749 §4.1.2.1). */
function errorIn(location = ''): string | undefined {
  if (!URL.canParse(location) || !location.includes(CALLBACK)) return undefined;
  const { searchParams } = new URL(location);
  const [error, description] = [searchParams.get('error'), searchParams.get('error_description')];
  return error && description ? `${error}: ${description}` : (error ?? undefined);
}
