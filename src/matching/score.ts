import type { ExternalField } from '../description/fields.ts';
import { alike, plainFor } from './alike.ts';
import { type Called, withoutOwn } from './called.ts';
import { compatibility } from './compatible.ts';
import { agreement } from './place.ts';
import type { Meant } from './usual-names.ts';

/** How surely two fields mean the same, from 0 to 1, and why. */
export interface Score {
  value: number;
  reason: string;
}

/** Scores a field of the hub against one of the application. */
export function score(meant: Meant, called: Called): Score {
  const { external } = called;
  const fit = compatibility(meant.field, external.schema);
  if (fit === 0) return none;
  const said = meant.field.refersTo === undefined ? scoreWords(meant, called) : scoreId(meant, called);
  return { ...said, value: Math.round(said.value * fit * doubts(external) * 100) / 100 };
}

const none: Score = { value: 0, reason: 'nothing in common' };

const doubts = ({ isInList, schema }: ExternalField): number =>
  (isInList ? 0.7 : 1) * (schema.isDeprecated ? 0.7 : 1);

function scoreId(meant: Meant, { id }: Called): Score {
  if (!id) return none;
  const best = bestOf(meant, [id.words]);
  const reason = `the id of a record that Connec! calls ${meant.field.refersTo}`;
  return { value: best.value * id.certainty, reason };
}

function scoreWords(meant: Meant, called: Called): Score {
  const best = meant.place ? scorePlaced(meant, called) : bestOf(meant, called.words);
  // An id of another record is not its name.
  const isId = called.id?.isSaid === true && !/(_id|code|number)$/.test(meant.field.path);
  return { ...best, value: best.value * (isId ? 0.4 : 1) };
}

function scorePlaced(meant: Meant, called: Called): Score {
  const { words, place } = meant.isLine ? called.line : called.placed;
  const isEmail = meant.field.path.includes('email');
  const best = bestOf(meant, withoutOwn(called.own, isEmail ? words : withoutAddress(words)));
  const agree = agreement(meant.place ?? new Set(), place);
  const reason = agree === 1 ? best.reason : `${best.reason}, perhaps in another place`;
  return { value: best.value * agree, reason };
}

// "addressCity" is a city; an "address" alone is its first line.
function withoutAddress(words: readonly string[]): readonly string[] {
  const rest = words.filter((word) => word !== 'address' && word !== 'location');
  return rest.every((word) => /^\d+$/.test(word)) ? words : rest;
}

/** The best of a field's names for what another is called in one of several ways, the first being the plainest. */
function bestOf({ names, field }: Meant, called: readonly (readonly string[])[]): Score {
  let best = none;
  for (const [way, words] of called.entries()) {
    const plain = plainFor(field.type, words);
    for (const name of names) {
      const { share, words: common } = alike(name.words, plain);
      const value = name.weight * share * (way === 0 ? 1 : 0.98);
      if (value <= best.value) continue;
      const same = name.isOwn ? 'the same name' : `often called "${name.text}"`;
      best = { value, reason: share < 0.9 ? `both say "${common.join(' ')}"` : same };
    }
  }
  return best;
}
