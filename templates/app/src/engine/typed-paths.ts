import type { MappingContext } from './context.ts';
import type { RuleOptions } from './mapper.ts';

/** A record of which nothing is known, and a field of it: any path and any converter fit. */
// biome-ignore lint/suspicious/noExplicitAny: unknown would refuse every converter that names its parameter's type
export type Untyped = any;

/** Every path into a record of this type: 'address/city', 'lines[0]/id'. Where nothing is known: any text. */
export type PathOf<T> = string extends keyof T
  ? string
  : { [K in keyof T & string]: K | PathBelow<K, NonNullable<T[K]>> }[keyof T & string];

type PathBelow<K extends string, Value> = Value extends readonly (infer Item)[]
  ? `${K}[${number}]` | (Item extends object ? `${K}[${number}]/${PathOf<Item>}` : never)
  : Value extends object
    ? `${K}/${PathOf<Value>}`
    : never;

/** What stands at the path, null and missing left aside. */
export type ValueAt<T, Path extends string> = string extends keyof T
  ? Untyped
  : Path extends `${infer Head}/${infer Rest}`
    ? ValueAt<Step<T, Head>, Rest>
    : Step<T, Path>;

type Step<T, Key extends string> = Key extends keyof T
  ? NonNullable<T[Key]>
  : Key extends `${infer List}[${number}]`
    ? List extends keyof T
      ? NonNullable<T[List]> extends readonly (infer Item)[]
        ? NonNullable<Item>
        : never
      : never
    : never;

/** What may be said about a line between two such fields; its converters where they do not hold the same. */
export type TypedOptions<Connec, External> = [Connec] extends [External]
  ? [options?: Free<Connec, External>]
  : [External] extends [Connec]
    ? [options?: Free<Connec, External>]
    : [options: Converted<Connec, External>];

type Rest = Omit<RuleOptions, 'toExternal' | 'toConnec' | 'only'>;

interface Converters<Connec, External> {
  toExternal: (value: Connec, context: MappingContext) => External | null | undefined;
  toConnec: (value: External, context: MappingContext) => Connec | null | undefined;
}

type Free<Connec, External> = Rest & Pick<RuleOptions, 'only'> & Partial<Converters<Connec, External>>;

type Converted<Connec, External> =
  | (Rest & Converters<Connec, External> & { only?: never })
  | (Rest & Pick<Converters<Connec, External>, 'toExternal'> & { only: 'toExternal' })
  | (Rest & Pick<Converters<Connec, External>, 'toConnec'> & { only: 'toConnec' })
  | (Required<Pick<RuleOptions, 'using'>> & Free<Connec, External>);
