import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, readTemplate } from '../actions/template.ts';
import { toolRoot } from '../tool.ts';
import { UserError } from '../user-error.ts';

/**
 * What a template makes: ours, with the project's own `templates/NAME` over it, file by file.
 *
 * @throws {UserError} when a template of the project cannot be rendered.
 */
export async function renderTemplate(
  name: string,
  folder: string,
  data: Record<string, unknown>,
): Promise<Files> {
  const ours = await readTemplate(join(toolRoot, 'templates', name), data);
  const own = join(folder, 'templates', name);
  if (!existsSync(own)) return ours;
  try {
    return new Map([...ours, ...(await readTemplate(own, data))]);
  } catch (error) {
    throw new UserError(`A template of this project cannot be rendered: ${(error as Error).message}`);
  }
}
