import fp from 'fastify-plugin';
import { root as jsonApi } from '../api/links.ts';
import { texts } from '../texts.ts';
import { HttpError } from './errors.ts';

/** Lists and objects within each other. Records have a few levels; whoever sends thousands is after our stack. */
const deepest = 100;

/**
 * Refuses with 400 what no database keeps as it is, the character NUL and halves of characters, and what is nested
 * beyond measure. The JSON:API looks for itself: it says where they are.
 */
export default fp(
  async (app) => {
    app.addHook('preValidation', async ({ params, query, body, url }) => {
      if (url.startsWith(`${jsonApi}/`)) return;
      if (!isStorable([params, query, body])) throw new HttpError(400, texts.errors.notStorable);
    });
  },
  { name: 'storable-text', dependencies: ['errors'] },
);

/** Level by level, for it has to be safe against depth itself. Bytes are left to whoever reads them. */
function isStorable(value: object): boolean {
  let level = [value as Container];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return false;
    const below: Container[] = [];
    for (const container of level)
      for (const name in container) {
        const one = container[name];
        if (!isStorableText(name) || (typeof one === 'string' && !isStorableText(one))) return false;
        if (isContainer(one)) below.push(one);
      }
    level = below;
  }
  return true;
}

type Container = Readonly<Record<string, unknown>>;

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

const isStorableText = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
