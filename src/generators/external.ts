import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePointer } from '../description/pointer.ts';
import { labelOf, readDescription } from '../description/read.ts';
import { providerOf } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { type Api, collectionNames, recogniseApi } from '../openapi/api.ts';
import { partsOf } from '../openapi/path.ts';
import { resolveAll } from '../openapi/resolved.ts';
import { UserError } from '../user-error.ts';
import { addressOf } from './api-address.ts';
import { applicationCode, type Names } from './application-code.ts';
import { baseCode } from './base-code.ts';
import { clientCode } from './client-code.ts';
import { clientTestCode } from './client-test-code.ts';
import { findingsOf, notesOf } from './external-notes.ts';
import { type ExternalAnswers, externalQuestions } from './external-questions.ts';
import { parametersOf } from './parameters.ts';
import type { Plan } from './plan.ts';
import type { Surroundings } from './surroundings.ts';
import { renderTemplate } from './templates.ts';

/**
 * The application, its client and the base of its entities, as an OpenAPI description tells of them.
 *
 * @throws {UserError} when the description cannot be read, is no OpenAPI 3, or tells of no records.
 */
export async function planExternal(answers: ExternalAnswers, surroundings: Surroundings): Promise<Plan> {
  const { api, missing } = await readApi(answers);
  const names = answers.name
    ? { name: answers.name, provider: providerOf(answers.name) }
    : await readNames(surroundings);
  const address = addressOf(api);
  const files = await renderTemplate('external', surroundings.folder, {
    application: names.name,
    ...clientCode(api, address),
    ...baseCode(api, address),
    ...applicationCode(api, names),
    tested: clientTestCode(api, address),
  });
  return {
    generator: 'external',
    name: 'application',
    parameters: parametersOf(externalQuestions, { ...answers }),
    files,
    replaces: true,
    findings: findingsOf(api),
    notes: [...missing, ...notesOf(api, names, answers.from, surroundings.entities)],
  };
}

async function readApi({ from, only }: ExternalAnswers): Promise<{ api: Api; missing: string[] }> {
  const description = await readDescription(from);
  const label = labelOf(description.file);
  const { value } = resolvePointer(description, '');
  refuseOther(value, label);
  const { document, missing } = resolveAll(description);
  const api = recogniseApi(document, only && chosenPaths(only, collectionNames(document), label));
  if (api.places.collections.length > 0) return { api, missing };
  throw new UserError(
    `${label} tells of no records that could be synchronized: no path's GET answers a list of objects that can be read or written one by one.`,
  );
}

/** "contacts" and "/v2/contacts" are one, where there is one of that name. */
function chosenPaths(only: readonly string[], paths: readonly string[], label: string): string[] {
  return only.map((name) => {
    const names = partsOf(name).names.join('/');
    const found = paths.filter((path) => `/${partsOf(path).names.join('/')}`.endsWith(`/${names}`));
    const [path] = found.sort((one, other) => one.length - other.length);
    if (path !== undefined) return path;
    const known = paths.map((other) => partsOf(other).names.at(-1) ?? other);
    throw new UserError(`${label} has no collection "${name}".${didYouMean(name, known)}`);
  });
}

function refuseOther(value: unknown, label: string): void {
  const { openapi, swagger } = (value ?? {}) as { openapi?: unknown; swagger?: unknown };
  if (/^3\./.test(String(openapi))) return;
  if (swagger !== undefined)
    throw new UserError(
      `${label} is Swagger ${swagger}: convert it to OpenAPI 3 first, with "npx swagger2openapi ${label}".`,
    );
  throw new UserError(`${label} is no OpenAPI 3 description: its "openapi" is ${openapi ?? 'not there'}.`);
}

// As the project has them: the hub knows the application by its provider already.
async function readNames({ folder, application }: Surroundings): Promise<Names> {
  const code = await readFile(join(folder, 'src/external.ts'), 'utf8').catch(() => '');
  const [, , name = application] = /readonly name = (['"])(.*)\1;/.exec(code) ?? [];
  const [, , provider = providerOf(name)] = /readonly provider = (['"])(.*)\1;/.exec(code) ?? [];
  return { name, provider };
}
