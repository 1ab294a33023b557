import { carryOut } from '../actions/carry-out.ts';
import { askInTerminal } from '../actions/settle.ts';
import { isInteractive, resolveAnswers } from '../generators/ask.ts';
import type { Generator } from '../generators/generators.ts';
import type { Proposal } from '../generators/proposal.ts';
import type { Answers } from '../generators/question.ts';
import { readSurroundings, type Surroundings } from '../generators/surroundings.ts';
import { findProject, type Project } from '../project.ts';
import { UserError } from '../user-error.ts';

/**
 * `connector generate entity …`: asks what the flags left open, plans, and writes into the project around here.
 *
 * @throws {UserError} for anything the person can put right.
 */
export async function generate(generator: Generator, flags: Answers): Promise<void> {
  const project = await findProject();
  const interactive = isInteractive() && flags.yes !== true;
  const answers = await resolveAnswers(generator.questions, flags, interactive);
  await runGenerator(generator, project, answers, interactive);
}

/** The same, once it is known what is wanted. */
export async function runGenerator(
  generator: Generator,
  project: Project,
  answers: Answers,
  interactive: boolean,
): Promise<void> {
  const surroundings = await readSurroundings(project);
  const pairs = generator.propose
    ? { pairs: await completePairs(generator, answers, surroundings, interactive) }
    : {};
  const plan = await generator.plan({ ...answers, ...pairs }, surroundings);
  await carryOut(project, plan, {
    dryRun: answers.dryRun === true,
    force: answers.force === true,
    ask: interactive ? askInTerminal : undefined,
  });
}

async function completePairs(
  generator: Generator,
  answers: Answers,
  surroundings: Surroundings,
  interactive: boolean,
): Promise<string[]> {
  const given = [answers.pairs ?? []].flat().map(String);
  if (given.length > 0) return given;
  const proposals = (await generator.propose?.(answers, surroundings)) ?? [];
  const usual = proposals.filter((proposal) => proposal.usual).map(({ pair }) => pair);
  const pairs = interactive && proposals.length > 0 ? await choose(proposals) : usual;
  if (pairs.length > 0) return pairs;
  if (proposals.length > 0)
    throw new UserError('Nothing was ticked, so there is nothing to map: nothing was written.');
  throw new UserError(
    `Nothing is said about what to map, and no fields of these records are known: name some, as in "${generator.example}".`,
  );
}

async function choose(proposals: readonly Proposal[]): Promise<string[]> {
  const { default: inquirer } = await import('inquirer');
  const question = {
    type: 'checkbox',
    name: 'pairs',
    message: 'What to map (Connec! field:field of the application)',
    pageSize: 20,
    choices: proposals.map(({ pair, usual }) => ({ name: pair, value: pair, checked: usual })),
  };
  const answer = await inquirer.prompt([question as never]).catch((error: Error) => {
    if (error.name === 'ExitPromptError') throw new UserError('Stopped: nothing was written.');
    throw error;
  });
  return (answer as { pairs: string[] }).pairs;
}
