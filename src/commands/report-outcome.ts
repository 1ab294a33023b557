import type { Outcome } from '../actions/carry-out.ts';
import { tellFiles } from '../actions/file-report.ts';
import { printJson } from '../actions/print-json.ts';
import { status } from '../actions/status.ts';
import type { Plan } from '../generators/plan.ts';
import { UserError } from '../user-error.ts';

/**
 * Says what a generator did, or would do: to a person in lines, to a program in JSON.
 *
 * @throws {UserError} afterwards, when the list of entities has to be edited by hand.
 */
export async function reportOutcome(plan: Plan, outcome: Outcome, json: boolean): Promise<void> {
  const { generator, name, proposals = [], findings = [] } = plan;
  if (json) printJson({ generator, name, ...outcome, proposals, findings });
  else await tell(findings, outcome);
  if (outcome.byHand) throw new UserError(sentenceOf(outcome.byHand));
}

async function tell(findings: readonly string[], { dryRun, files, notes }: Outcome): Promise<void> {
  await tellFiles(files);
  if (dryRun) console.log('\nA dry run: nothing was written.');
  for (const finding of findings) status('found', finding);
  for (const note of notes) status('note', note);
}

function sentenceOf({ path, lines, reason }: NonNullable<Outcome['byHand']>): string {
  const code = lines.map((line) => `  ${line}\n`).join('');
  return `${path} was left as it is, for ${reason}. Add these two lines by hand, the second to the list:\n\n${code}`;
}
