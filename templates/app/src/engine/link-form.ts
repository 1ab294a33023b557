/** What was entered into the form by which an account is linked, by the names of its fields. */
export type Credentials = Readonly<Record<string, string>>;

/**
 * How an account is linked of an application without OAuth: by an API key, or by a name and a password. A person enters
 * them into a form made of the fields; the hub may send them instead (contract 248, 249). Kept encrypted.
 */
export interface LinkForm {
  fields: readonly LinkField[];
  /** What goes with every call, as `connection.accessToken()` gives it: the key, say, or "name:password". */
  secret(credentials: Credentials): string;
}

export type LinkField = {
  /** Under which `credentials` have the value: letters and digits. Never change it once a customer is linked. */
  name: string;
  /** As people read it: "API key". */
  label: string;
  /** Where it is found, in a sentence. */
  hint?: string;
  /** Default true. */
  required?: boolean;
} & (
  | {
      /** What is secret is a password: it is never shown again. */
      kind: 'text' | 'password';
    }
  | {
      kind: 'select';
      /** By the value that is kept, as people read it. */
      options: Readonly<Record<string, string>>;
    }
);
