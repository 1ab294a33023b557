/**
 * What is looked at of an OpenAPI description (3.0, 3.1), with its references resolved. Everything may be missing:
 * nobody has checked it.
 */
export interface Document {
  info?: { title?: string };
  servers?: Server[];
  paths?: Record<string, PathItem | undefined>;
  components?: { securitySchemes?: Record<string, SecurityScheme> };
  security?: Requirement[];
}

export interface Server {
  url?: string;
  variables?: Record<string, { default?: string }>;
}

/** Operations by method in small letters, and what they share. */
export type PathItem = { parameters?: Parameter[] } & { [method in Method]?: OperationObject };

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface OperationObject {
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, MediaType> };
  responses?: Record<string, Answer>;
  security?: Requirement[];
}

export interface Parameter {
  name?: string;
  in?: 'query' | 'header' | 'path' | 'cookie';
  description?: string;
  required?: boolean;
  schema?: Schema;
  example?: unknown;
}

export interface Answer {
  headers?: Record<string, unknown>;
  content?: Record<string, MediaType>;
}

export interface MediaType {
  schema?: Schema;
}

export interface SecurityScheme {
  type?: string;
  scheme?: string;
  in?: 'query' | 'header' | 'cookie';
  name?: string;
  description?: string;
  flows?: Record<string, Flow>;
}

export interface Flow {
  authorizationUrl?: string;
  tokenUrl?: string;
  scopes?: Record<string, string>;
}

/** Names of schemes that a call needs all of, with the scopes it needs. */
export type Requirement = Record<string, string[]>;

export interface Schema {
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  default?: unknown;
  example?: unknown;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}
