import { z } from 'zod';

/** What an attribute may hold. */
export interface Kind {
  /** As documents show it. */
  shown: z.ZodType;
  /** From a document to the column. */
  written: z.ZodType;
  /** From a query string to the column. */
  asked: z.ZodType;
  /** Whether of two values one may be less than the other. */
  ordered: boolean;
}

// What no database takes as it is: U+0000 (PostgreSQL), and halves of a character.
const text = z.string().regex(/^[^\0\p{Surrogate}]*$/u);

// PostgreSQL knows no year 0.
const instant = z.codec(
  z.iso.datetime({ offset: true }),
  z.date().min(new Date('0001-01-01')).max(new Date('9999-12-31T23:59:59.999Z')),
  { decode: (words) => new Date(words), encode: (date) => date.toISOString() },
);

const id = z.codec(z.string().regex(/^[1-9]\d{0,9}$/), z.int().max(2 ** 31 - 1), {
  decode: Number,
  encode: String,
});

export const kinds = {
  text: { shown: z.string(), written: text.max(255).regex(/\S/), asked: text, ordered: true },
  boolean: {
    shown: z.boolean(),
    written: z.boolean(),
    asked: z.stringbool({ truthy: ['true'], falsy: ['false'] }),
    ordered: false,
  },
  instant: { shown: z.iso.datetime(), written: instant, asked: instant, ordered: true },
  id: { shown: z.string(), written: id, asked: id, ordered: true },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
