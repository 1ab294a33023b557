import { type Finding, fail, hint, pass } from './finding.ts';
import { adviceFor, troubleOf } from './reach.ts';
import type { Site } from './site.ts';

const SETTINGS = ['EXTERNAL_URL', 'EXTERNAL_CLIENT_ID', 'EXTERNAL_CLIENT_SECRET'];

/** The application's settings are there, and it answers. */
export async function checkExternal({ setting, production, reach, ledger }: Site): Promise<Finding[]> {
  const url = setting('EXTERNAL_URL');
  const blank = SETTINGS.filter((name) => !setting(name));
  const advice = `write ${blank.join(', ')} as ${ledger.answers.external ?? 'the application'} gives them`;
  if (blank.length === SETTINGS.length && !production)
    return [hint('none is set up, "connector dev" brings Acme', `for a real one ${advice}`)];
  if (!url || blank.length > 0) return [fail('not all settings are there', advice)];
  if (!/^https?:/.test(url) || !URL.canParse(url))
    return [fail('EXTERNAL_URL is no address', 'write it as https://api.example.com')];
  const { host } = new URL(url);
  const answer = await reach(url);
  const trouble = troubleOf(answer);
  return [trouble ? fail(`${host} ${trouble}`, adviceFor(answer, 'EXTERNAL_URL')) : pass(`${host} answers`)];
}
