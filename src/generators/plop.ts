import { pathToFileURL } from 'node:url';
import nodePlop, { type NodePlopAPI } from 'node-plop';
import { status } from '../actions/status.ts';
import { runGenerator } from '../commands/generate.ts';
import type { Project } from '../project.ts';
import { UserError } from '../user-error.ts';
import { generators } from './generators.ts';
import { completeAnswers, type Prompt } from './own-answers.ts';
import type { Answers } from './question.ts';

/**
 * Plop with the tool's generators, and then those of the project's plopfile, which may use them:
 * `plop.getGenerator('entity').runActions({ name: 'contact', pairs: ['email:Email'] })`.
 *
 * @throws {UserError} when the plopfile cannot be run.
 */
export async function loadPlop(plopfile: string, project: Project): Promise<NodePlopAPI> {
  const plop = await nodePlop();
  plop.setPlopfilePath(plopfile);
  register(plop, project);
  try {
    const { default: setUp } = (await import(pathToFileURL(plopfile).href)) as { default: unknown };
    if (typeof setUp !== 'function') throw new Error('it has no function as its default export');
    await setUp(plop);
  } catch (error) {
    throw new UserError(`${plopfile} cannot be used: ${(error as Error).message}`);
  }
  return plop;
}

function register(plop: NodePlopAPI, project: Project): void {
  for (const generator of generators) {
    const run = async (answers: object) => {
      await runGenerator(generator, project, answers as Answers, false);
      return String((answers as Answers).name ?? generator.name);
    };
    const prompts = generator.questions
      .filter(({ kind }) => kind === 'argument' || kind === 'text')
      .map(({ name, message }) => ({ type: 'input' as const, name, message }));
    plop.setGenerator(generator.name, { description: generator.description, prompts, actions: [run] });
  }
}

/**
 * Runs a generator of the plopfile with the words given for it, and says what it did.
 *
 * @throws {UserError} when an answer is missing, or an action fails.
 */
export async function runPlop(
  plop: NodePlopAPI,
  name: string,
  parameters: readonly string[],
  folder: string,
  interactive: boolean,
): Promise<void> {
  const generator = plop.getGenerator(name);
  const { prompts } = generator;
  const answers = Array.isArray(prompts)
    ? await completeAnswers(prompts as Prompt[], parameters, interactive)
    : await askItself(generator, interactive);
  const { failures } = await generator.runActions(answers, {
    onComment: (text) => console.log(text),
    onSuccess: ({ type, path }) => status(VERBS[type] ?? type, shortened(path, folder)),
    onFailure: (failure) => status('fail', reasonOf(failure, folder)),
  });
  if (failures.length > 0) throw new UserError(`The generator "${name}" of the plopfile failed, see above.`);
}

// How the actions of plop are called here.
const VERBS: Record<string, string> = { add: 'create', modify: 'update', append: 'update', function: 'done' };

async function askItself(
  generator: ReturnType<NodePlopAPI['getGenerator']>,
  interactive: boolean,
): Promise<object> {
  if (!generator.prompts) return {};
  if (interactive) return generator.runPrompts();
  throw new UserError('This generator asks its questions itself, and there is no terminal to ask in.');
}

// What an action throws by itself arrives bare; what plop throws has the path behind an arrow.
function reasonOf({ error, message }: { error?: string; message?: string }, folder: string): string {
  const [reason = 'failed', path = ''] = (error ?? message)?.split(/\s*-> /) ?? [];
  return path === '' ? reason : `${shortened(path, `${folder}/`)}  ${reason}`;
}

// Plop takes the project's folder off the front of a path, and leaves the slash.
function shortened(path: string, folder: string): string {
  const inside = path.startsWith(folder) ? path.slice(folder.length) : path;
  return inside.replaceAll('\\', '/').replace(/^\//, '');
}
