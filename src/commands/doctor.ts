import { printJson } from '../actions/print-json.ts';
import { status } from '../actions/status.ts';
import { type Check, checks } from '../doctor/checks.ts';
import { type Finding, fail } from '../doctor/finding.ts';
import { openSite, type Site } from '../doctor/site.ts';
import { findProject } from '../project.ts';
import { UserError } from '../user-error.ts';

/** The flags as they were given. */
export interface DoctorOptions {
  json?: boolean;
}

/**
 * `connector doctor`: looks at everything a connector depends on, and says what to do about what is not well.
 *
 * @throws {UserError} when something fails.
 */
export async function doctor({ json }: DoctorOptions = {}): Promise<void> {
  const site = openSite(await findProject());
  try {
    const findings = await examine(site);
    const failures = findings.filter(({ state }) => state === 'fail').length;
    if (json) printJson({ ok: failures === 0, findings });
    else tell(findings);
    if (failures > 0) throw new UserError(failures === 1 ? 'One check fails.' : `${failures} checks fail.`);
  } finally {
    await site.close();
  }
}

type Named = { check: string } & Finding;

async function examine(site: Site): Promise<Named[]> {
  const found = await Promise.all(checks.map((check) => run(check, site)));
  return found.flat();
}

async function run({ name, run: look, needsDatabase }: Check, site: Site): Promise<Named[]> {
  try {
    return (await look(site)).map((finding) => ({ check: name, ...finding }));
  } catch (error) {
    return needsDatabase ? [] : [{ check: name, ...failureOf(error as Error) }];
  }
}

// A UserError says what to do within its own sentence.
function failureOf(error: Error): Finding {
  if (error instanceof UserError) return { state: 'fail', message: error.message };
  return fail(`cannot be looked at (${error.message})`, 'run it again with DEBUG=1, and report it');
}

function tell(findings: Named[]): void {
  for (const { check, state, message, advice } of findings) {
    status(state, `${check}  ${message}${advice ? `: ${advice}` : ''}`);
  }
}
