import { z } from 'zod';

/** JSON Schema, as OpenAPI 3.1 has it. */
export type Schema = Record<string, unknown>;

/** What is known of a route, besides what its own schema says. */
export interface Operation {
  /** In a line. Left out: both are in src/texts/documentation.ts. */
  summary?: string;
  description?: string;
  tag: 'signOn' | 'notifications' | 'service' | 'account' | 'jsonApi' | 'operators';
  /** Who may call it. Left out: programs with the API id and key of a tenant. */
  by?: 'anybody' | 'monitor';
  /** Of the query string. */
  parameters?: readonly Parameter[];
  /** What is sent, by media type. Left out: what the route's own schema says. */
  body?: Readonly<Record<string, Schema>>;
  /** What is answered, by status. */
  answers: Readonly<Record<number, Answer>>;
}

/** As OpenAPI has it. Without a description it has that of its name in src/texts/documentation.ts. */
export interface Parameter {
  name: string;
  in: 'query';
  description?: string;
  schema: Schema;
  style?: 'deepObject';
  explode?: true;
}

/** Empty: nothing is answered but the status, or nothing that programs read. */
export interface Answer {
  schema?: Schema;
  /** Left out: application/json. */
  mediaType?: string;
}

/** By method and URL, as they are registered: "GET /health/live". */
export type Operations = Readonly<Record<string, Operation>>;

/** A check of src/ as JSON Schema: what it lets through, or with 'input' what it is given. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override({ jsonSchema }) {
      // The patterns that zod has for formats are long, and say no more.
      if (jsonSchema.format) delete jsonSchema.pattern;
    },
  });
  return rest;
}
