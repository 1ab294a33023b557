import { carryOut } from '../actions/carry-out.ts';
import { askInTerminal } from '../actions/settle.ts';
import { isInteractive, resolveAnswers } from '../generators/ask.ts';
import type { Generator } from '../generators/generators.ts';
import type { Plan } from '../generators/plan.ts';
import type { Answers } from '../generators/question.ts';
import { readSurroundings, type Surroundings } from '../generators/surroundings.ts';
import { findProject, type Project } from '../project.ts';
import { choosePairs, findingsOf, takenOrNot, unsureNotes } from './choose-pairs.ts';
import { reportOutcome } from './report-outcome.ts';

/**
 * `connector generate entity …`: asks what the flags left open, plans, writes into the project around here, and says
 * what it did.
 *
 * @throws {UserError} for anything the person can put right.
 */
export async function generate(generator: Generator, flags: Answers): Promise<void> {
  const project = await findProject();
  const interactive = isInteractive() && flags.yes !== true && flags.json !== true;
  const answers = await resolveAnswers(generator.questions, flags, interactive);
  await runGenerator(generator, project, answers, interactive);
}

/**
 * The same, once it is known what is wanted.
 *
 * @throws {UserError} when something is in the way, and afterwards when the list of entities has to be edited by hand.
 */
export async function runGenerator(
  generator: Generator,
  project: Project,
  answers: Answers,
  interactive: boolean,
): Promise<void> {
  const described = await generator.describe?.(answers);
  const surroundings = { ...(await readSurroundings(project)), ...(described ? { described } : {}) };
  const plan = await planWith(generator, answers, surroundings, interactive);
  const outcome = await carryOut(project, plan, {
    dryRun: answers.dryRun === true,
    force: answers.force === true,
    ask: interactive ? askInTerminal : undefined,
  });
  await reportOutcome(plan, outcome, answers.json === true);
}

async function planWith(
  generator: Generator,
  answers: Answers,
  surroundings: Surroundings,
  interactive: boolean,
): Promise<Plan> {
  if (!generator.propose) return generator.plan(answers, surroundings);
  const choice = await choosePairs(generator, answers, surroundings, interactive);
  const plan = await generator.plan({ ...answers, pairs: choice.pairs }, surroundings);
  return {
    ...plan,
    proposals: takenOrNot(choice),
    findings: [...(plan.findings ?? []), ...findingsOf(choice)],
    notes: [...plan.notes, ...(interactive ? [] : unsureNotes(choice))],
  };
}
