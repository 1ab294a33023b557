import type { Described } from '../description/described.ts';
import { readFrom } from '../description/from.ts';
import { readSample } from '../description/sample.ts';
import { UserError } from '../user-error.ts';
import type { EntityAnswers } from './entity-questions.ts';
import { sidesOf } from './sides.ts';

/**
 * What is known of an entity's records in the application, from a description or a sample.
 *
 * @throws {UserError} when both are given, or what is given cannot be read.
 */
export async function describeEntity(answers: EntityAnswers): Promise<Described | undefined> {
  const { from, sample, name } = answers;
  if (from !== undefined && sample !== undefined)
    throw new UserError('--from and --sample both say what the records are: give the one that knows more.');
  const { externalName, collection } = sidesOf(answers);
  const names = [name, externalName, collection];
  if (from !== undefined) return readFrom(from, names);
  return sample === undefined ? undefined : readSample(sample, names);
}
