import type { Generator } from '../generators/generators.ts';
import type { Proposal } from '../generators/proposal.ts';
import type { Answers } from '../generators/question.ts';
import type { Surroundings } from '../generators/surroundings.ts';
import { UserError } from '../user-error.ts';

/** What is to be mapped, and what else might have been. */
export interface Choice {
  pairs: string[];
  proposals: Proposal[];
}

/**
 * Completes the pairs that were given: asks which of the proposed ones are wanted, or takes those that are likely.
 *
 * @throws {UserError} when there is nothing to map.
 */
export async function choosePairs(
  generator: Generator,
  answers: Answers,
  surroundings: Surroundings,
  interactive: boolean,
): Promise<Choice> {
  const given = [answers.pairs ?? []].flat().map(String);
  if (given.length > 0 && !surroundings.described) return { pairs: given, proposals: [] };
  const proposals = (await generator.propose?.(answers, surroundings)) ?? [];
  const usual = proposals.filter((proposal) => proposal.usual).map(({ pair }) => pair);
  const pairs = interactive && proposals.length > 0 ? await ask(proposals) : usual;
  if (pairs.length > 0) return { pairs, proposals };
  if (interactive && proposals.length > 0)
    throw new UserError('Nothing was ticked, so there is nothing to map: nothing was written.');
  throw new UserError(nothingToMap(generator, surroundings, proposals));
}

function nothingToMap({ example }: Generator, { described }: Surroundings, proposals: Proposal[]): string {
  const how = `name some, as in "${example}"`;
  if (proposals.length > 0) return `None of the fields surely mean the same: ${how}. ${unsure(proposals)}`;
  if (described) return `No field of ${described.source} seems to mean what one of Connec! does: ${how}.`;
  return `Nothing is said about what to map, and no fields of these records are known: ${how}.`;
}

async function ask(proposals: readonly Proposal[]): Promise<string[]> {
  const { default: inquirer } = await import('inquirer');
  const width = Math.max(...proposals.map(({ pair }) => pair.length));
  const question = {
    type: 'checkbox',
    name: 'pairs',
    message: 'What to map (Connec! field:field of the application)',
    pageSize: 20,
    choices: proposals.map((proposal) => ({
      name: proposal.match ? `${proposal.pair.padEnd(width)}  ${matchText(proposal.match)}` : proposal.pair,
      short: proposal.pair,
      value: proposal.pair,
      checked: proposal.usual,
    })),
  };
  const answer = await inquirer.prompt([question as never]).catch((error: Error) => {
    if (error.name === 'ExitPromptError') throw new UserError('Stopped: nothing was written.');
    throw error;
  });
  return (answer as { pairs: string[] }).pairs;
}

/** What was proposed, for programs. */
export function takenOrNot({ pairs, proposals }: Choice): (Proposal & { taken: boolean })[] {
  return proposals.map((proposal) => ({ ...proposal, taken: pairs.includes(proposal.pair) }));
}

/** Why each pair is one, a sentence each; nothing where the application's records are not described. */
export function findingsOf({ pairs, proposals }: Choice): string[] {
  return proposals.flatMap(({ pair, match }) =>
    match && pairs.includes(pair) ? `${pair}  ${matchText(match)}` : [],
  );
}

/** What was not taken without being asked, in a sentence. */
export function unsureNotes({ pairs, proposals }: Choice): string[] {
  const left = proposals.filter(({ pair, match }) => match && !pairs.includes(pair));
  return left.length === 0 ? [] : [unsure(left)];
}

function unsure(proposals: readonly Proposal[]): string {
  const texts = proposals.flatMap(({ pair, match }) => (match ? `${pair} (${matchText(match, ', ')})` : []));
  return `Perhaps these mean the same, too: ${texts.join(', ')}. Give those that do as pairs.`;
}

/** '0.92  often called "zip"; lossy: at most 10 characters' */
function matchText({ score, reason, losses }: NonNullable<Proposal['match']>, gap = '  '): string {
  const lossy = losses.length === 0 ? '' : `; lossy: ${losses.map(({ text }) => text).join(', ')}`;
  return `${score.toFixed(2)}${gap}${reason}${lossy}`;
}
